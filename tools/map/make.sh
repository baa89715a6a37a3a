#!/bin/sh
# Makes rrs_data/charts/outlines/world.json anew: every country of Natural Earth by its ISO 3166 code. Run it in a scratch folder where npm has put the tool and the source:
#   npm install world-atlas@2.0.2 i18n-iso-countries@7.14.0 mapshaper@0.7.70
# What the source is and under which terms it stands is said in the file itself, under "source".
set -e
here=$(cd "$(dirname "$0")" && pwd)

codes=$(node -p '
const iso = require("i18n-iso-countries");
JSON.stringify(Object.fromEntries(Object.keys(iso.getNumericCodes()).map(n => [n, iso.numericToAlpha2(n)])))')
npx mapshaper node_modules/world-atlas/countries-10m.json -target countries -each 'id = FID' \
  -o source.json format=geojson
python3 "$here/shapes.py" unwrap source.json unwrapped.json
npx mapshaper unwrapped.json -proj init=wgs84 \
  -each "code = {Kosovo: 'XK', Baikonur: 'KZ'}[name] || ($codes)[String(id).padStart(3, '0')] || 'other'" \
  -dissolve2 code -filter-fields code -simplify planar interval=0.05 keep-shapes -clean \
  -o world.json format=geojson precision=0.01
python3 "$here/shapes.py" pack world.json "$here/../../rrs_data/charts/outlines/world.json"
