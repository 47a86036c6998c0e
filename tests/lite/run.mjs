// Runs program.py in Pyodide: node run.mjs PYODIDE_FOLDER WHEEL PROGRAM_FOLDER INPUT.json
// The wheel lies in /data, where xlwings Lite puts the files that a person imports.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, wheel, programs, input] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
const failed = (message) => {
  throw new Error(message);
};

const pyodide = await loadPyodide({ indexURL: folder });
await pyodide.loadPackage("numpy", { messageCallback: () => {}, errorCallback: failed, checkIntegrity: true });
pyodide.FS.mkdirTree("/data");
pyodide.FS.writeFile(`/data/${basename(wheel)}`, readFileSync(wheel));
pyodide.FS.mkdirTree("/programs");
for (const name of ["program.py", "book.py"]) {
  pyodide.FS.writeFile(`/programs/${name}`, readFileSync(join(programs, name)));
}
const { workbook, script } = JSON.parse(readFileSync(input, "utf8"));
pyodide.globals.set("workbook", workbook);
pyodide.globals.set("script", script);
console.log(
  pyodide.runPython("import sys; sys.path.insert(0, '/programs'); import program; program.run(workbook, script)"),
);
