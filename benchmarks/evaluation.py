import sys, time, cProfile, pstats
from datetime import date
import frappe
from benchmarks import synthetic_year as synthetic
from benchmarks.measuring import Taken, peak, timed, took
from devbench.preparing import site_session
a=[x for x in sys.argv if x not in ("run","--branches")]; site, branches = a[1], int(a[2])
with site_session(site):
    if True:
        t=time.time(); print(synthetic.fill(branches, contact=True), time.time()-t)
    from party_affairs.compliance.measures import Measuring, Ask, PROVIDERS
    from party_affairs.rules.evaluation.measures import complete, MEMBER
    from party_affairs.facts.evaluation import sheets
    asks={k: Ask(k, complete(k, MEMBER, {"clauses":["R32","R38","R43","R49","N05"]} if k=="clause_rate" else {})) for k in PROVIDERS}
    m=Measuring(2025, date(2026,1,1))
    names=[synthetic.branch_name(n) for n in range(branches)]
    def run(which):
        for s in range(0,len(names),40):
            m.read(MEMBER, sheets.members(names[s:s+40]), which)
    m.read(MEMBER, sheets.members(names[:2]), asks)
    for k in asks:
        t=Taken()
        with timed(t): run({k:asks[k]})
        print(k, took(t))
    t=Taken()
    with timed(t): run(asks)
    print("all", took(t), peak())
    if True:
        p=cProfile.Profile(); p.enable(); run(asks); p.disable()
        pstats.Stats(p).sort_stats("tottime").print_stats(35)
