// Unpacks the Chromium that npm brought, with the libraries it needs, into TMPDIR.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const here = createRequire(join(process.cwd(), "package.json"));
const entry = here.resolve("@sparticuz/chromium");
const { default: chromium, inflate } = await import(pathToFileURL(entry));

await inflate(join(dirname(entry), "..", "bin", "al2023.tar.br"));
console.log(await chromium.executablePath());
