"""Benchmarks: how long big sites would wait. Each is a command of `./dev bench`."""
