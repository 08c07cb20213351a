// Builds every *.bundle.{js,ts,css,scss} below <bench>/apps/<app>/<app>/public into <bench>/sites/assets and writes
// assets.json, which maps a bundle's name to its hashed file. Usage: node build.mjs <bench folder> <app>…

import fs from "node:fs";
import path from "node:path";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [bench, ...apps] = process.argv.slice(2);
if (!bench || !apps.length) {
	console.error("Usage: node build.mjs <bench folder> <app>…");
	process.exit(2);
}

const assets = path.join(bench, "sites", "assets");
const libraries = path.join(bench, "apps", "frappe", "node_modules");
const appRoots = [...new Set(["frappe", ...apps])].map((app) => path.join(bench, "apps", app));
const load = createRequire(path.join(libraries, "package.json"));
const esbuild = load("esbuild");
const sass = load("sass");
const sfc = load("@vue/compiler-sfc");

const STYLES = new Set([".css", ".scss"]);
const SCRIPTS = new Set([".js", ".ts"]);

function bundlesBelow(folder) {
	if (!fs.existsSync(folder)) return [];
	return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (entry.isDirectory()) {
			return ["dist", "node_modules"].includes(entry.name) ? [] : bundlesBelow(path.join(folder, entry.name));
		}
		return /\.bundle\.(js|ts|css|scss)$/.test(entry.name) ? [path.join(folder, entry.name)] : [];
	});
}

// "frappe/dist/js/desk.bundle" -> source file; the name that pages ask for is the source's own file name.
function entryPoints(kinds) {
	const entries = {};
	for (const app of apps) {
		for (const file of bundlesBelow(path.join(bench, "apps", app, app, "public"))) {
			const extension = path.extname(file);
			if (!kinds.has(extension)) continue;
			const folder = STYLES.has(extension) ? "css" : "js";
			entries[`${app}/dist/${folder}/${path.basename(file, extension)}`] = file;
		}
	}
	return entries;
}

function renderSass(source, file) {
	return sass.compileString(source, {
		url: pathToFileURL(file),
		loadPaths: [path.dirname(file), libraries, ...appRoots],
		importers: [
			{
				findFileUrl: (name) =>
					name.startsWith("~") ? pathToFileURL(path.join(libraries, name.slice(1))) : null,
			},
		],
		logger: sass.Logger.silent,
	}).css;
}

// What the server hosts below /assets is fetched by the browser, not bundled.
const hostedFiles = {
	name: "hosted-files",
	setup(build) {
		build.onResolve({ filter: /^\/assets\// }, (args) => ({ path: args.path, external: true }));
	},
};

const stylesheets = {
	name: "stylesheets",
	setup(build) {
		build.onLoad({ filter: /\.scss$/ }, (args) => ({
			contents: renderSass(fs.readFileSync(args.path, "utf8"), args.path),
			loader: "css",
			resolveDir: path.dirname(args.path),
		}));
	},
};

// A client-side template: importing "name.html" registers its text as frappe.templates.name. As in the platform's own build the
// text is that of a template literal: \' in it is a quote.
const htmlTemplates = {
	name: "html-templates",
	setup(build) {
		build.onLoad({ filter: /\.html$/ }, (args) => {
			const name = path.basename(args.path).split(".")[0];
			const text = fs.readFileSync(args.path, "utf8").replace(/\s+/g, " ").replace(/<!--.*?-->/g, "");
			const literal = text.replace(/`/g, "\\`").replace(/\$\{/g, "\\${");
			return { contents: `frappe.templates[${JSON.stringify(name)}] = \`${literal}\`;`, loader: "js" };
		});
	},
};

// Single-file Vue components; their styles are put into the page when the bundle runs.
const vueComponents = {
	name: "vue-components",
	setup(build) {
		build.onLoad({ filter: /\.vue$/ }, (args) => {
			const source = fs.readFileSync(args.path, "utf8");
			const { descriptor, errors } = sfc.parse(source, { filename: args.path });
			if (errors.length) return { errors: errors.map((error) => ({ text: String(error) })) };

			const hash = createHash("sha256").update(path.relative(bench, args.path)).digest("hex").slice(0, 8);
			const id = `data-v-${hash}`;
			const scoped = descriptor.styles.some((style) => style.scoped);
			const templateOptions = { scoped, id, compilerOptions: { scopeId: scoped ? id : undefined } };
			const hasSetup = Boolean(descriptor.scriptSetup);

			let code = "const component = {};";
			let language = "js";
			if (descriptor.script || descriptor.scriptSetup) {
				const script = sfc.compileScript(descriptor, { id, inlineTemplate: hasSetup, templateOptions });
				code = sfc.rewriteDefault(script.content, "component", script.lang === "ts" ? ["typescript"] : []);
				language = script.lang === "ts" ? "ts" : "js";
			}
			if (descriptor.template && !hasSetup) {
				const template = sfc.compileTemplate({
					source: descriptor.template.content,
					filename: args.path,
					...templateOptions,
				});
				if (template.errors.length) return { errors: template.errors.map((e) => ({ text: String(e) })) };
				code += `\n${template.code}\ncomponent.render = render;`;
			}
			if (scoped) code += `\ncomponent.__scopeId = ${JSON.stringify(id)};`;
			for (const style of descriptor.styles) {
				const css = style.lang === "scss" ? renderSass(style.content, args.path) : style.content;
				const compiled = sfc.compileStyle({ source: css, filename: args.path, id, scoped: style.scoped });
				if (compiled.errors.length) return { errors: compiled.errors.map((e) => ({ text: String(e) })) };
				code += `\nfrappe.dom.set_style(${JSON.stringify(compiled.code)});`;
			}
			return { contents: `${code}\nexport default component;`, loader: language, resolveDir: path.dirname(args.path) };
		});
	},
};

async function bundle(entries, plugins) {
	if (!Object.keys(entries).length) return {};
	const result = await esbuild.build({
		absWorkingDir: bench,
		entryPoints: entries,
		entryNames: "[dir]/[name].[hash]",
		assetNames: "frappe/dist/media/[name].[hash]",
		outdir: assets,
		bundle: true,
		minify: true,
		target: ["es2018"],
		nodePaths: [libraries, ...appRoots],
		loader: Object.fromEntries(
			[".eot", ".gif", ".jpg", ".png", ".svg", ".ttf", ".woff", ".woff2"].map((kind) => [kind, "file"])
		),
		define: {
			"process.env.NODE_ENV": '"production"',
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
		},
		legalComments: "none",
		logLevel: "error",
		metafile: true,
		plugins,
	});
	const built = {};
	for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs)) {
		if (!entryPoint) continue;
		const name = path.basename(entryPoint).replace(/\.(scss|ts)$/, (kind) => (kind === ".ts" ? ".js" : ".css"));
		built[name] = `/${path.relative(path.join(bench, "sites"), path.join(bench, file))}`;
	}
	return built;
}

for (const app of apps) fs.rmSync(path.join(assets, app, "dist"), { recursive: true, force: true });
const built = {
	...(await bundle(entryPoints(SCRIPTS), [hostedFiles, htmlTemplates, vueComponents, stylesheets])),
	...(await bundle(entryPoints(STYLES), [hostedFiles, stylesheets])),
};

// Bundles of the apps not built this time stay listed.
const manifest = path.join(assets, "assets.json");
const listed = fs.existsSync(manifest) ? JSON.parse(fs.readFileSync(manifest, "utf8")) : {};
const kept = Object.entries(listed).filter(([, file]) => !apps.some((app) => file.startsWith(`/assets/${app}/`)));
fs.mkdirSync(assets, { recursive: true });
fs.writeFileSync(manifest, JSON.stringify({ ...Object.fromEntries(kept), ...built }, null, 1));
console.log(`${Object.keys(built).length} bundles`);
