#!/bin/sh
# Makes rrs_data/charts/outlines/world.json anew: every country of Natural Earth by its ISO 3166 code, as TopoJSON. Run it in a scratch folder where npm has put the tool and the source:
#   npm install world-atlas@2.0.2 i18n-iso-countries@7.14.0 mapshaper@0.7.70
# What the source is and under which terms it stands is said in the file itself, under "source".
set -e
target=$(cd "$(dirname "$0")/../../rrs_data/charts/outlines" && pwd)/world.json

codes=$(node -p '
const iso = require("i18n-iso-countries");
JSON.stringify(Object.fromEntries(Object.keys(iso.getNumericCodes()).map(n => [n, iso.numericToAlpha2(n)])))')
npx mapshaper node_modules/world-atlas/countries-10m.json -target countries \
  -each "code = {Kosovo: 'XK', Baikonur: 'KZ'}[name] || ($codes)[String(FID).padStart(3, '0')] || 'other'" \
  -dissolve2 code -filter-fields code -simplify interval=5500 keep-shapes -clean \
  -filter-slivers min-area=1km2 -each 'size = this.area > 5e9 ? "large" : "small"' -split size \
  -filter-islands target=large min-area=250km2 -merge-layers target=large,small name=countries \
  -filter-fields code -clean \
  -o world.json format=topojson quantization=36000
node -e '
const world = JSON.parse(require("fs").readFileSync("world.json"));
const source = "Natural Earth, public domain (naturalearthdata.com): Admin 0, 1:10m, version 4.1.0, as in npm world-atlas 2.0.2; simplified to about 5 km by make.sh. Borders are those of the source and imply no judgement on any of them.";
const arcs = world.arcs.map(arc => JSON.stringify(arc)).join(",\n");
const text = JSON.stringify({type: world.type, source, transform: world.transform, objects: world.objects, arcs: "@"});
console.log(text.replace("\"@\"", "[\n" + arcs + "\n]"));' > "$target"
