-- Writes all formats of a report into this directory, as `report.<format>`. Run by `pandoc lua` on
-- what reports/render/engine.py asks for: the `tree` that read.lua wrote, more `metadata`, `filters`,
-- and for each of the `formats` its options in _quarto.yml.

local asked = pandoc.json.decode(io.read("a"), false)

local function content(name)
  local file <close> = assert(io.open(name, "rb"))
  return file:read("a")
end

local function filtered(document, filter, form)
  return pandoc.utils.run_lua_filter(document, filter, setmetatable({ FORMAT = form }, { __index = _G }))
end

local function template_of(form, name)
  if not name then return pandoc.template.compile(pandoc.template.default(form)) end
  return pandoc.template.compile(content(name), name) -- parts of it lie beside it
end

local document = pandoc.read(asked.tree, "json")
local plain = table.remove(asked.filters, 1) -- done with the text
local more = filtered(pandoc.read(asked.metadata, "markdown"), plain)
for name, value in pairs(more.meta) do document.meta[name] = value end

for form, own in pairs(asked.formats) do
  local written = document
  for _, filter in ipairs(asked.filters) do written = filtered(written, filter, form) end
  local options = pandoc.WriterOptions({
    number_sections = own["number-sections"],
    reference_doc = own["reference-doc"],
    section_divs = own["section-divs"],
    table_of_contents = own.toc,
    template = template_of(form, form == "typst" and "templates/embedded.typ" or own.template),
    toc_depth = own["toc-depth"],
    variables = { css = own.css },
    wrap_text = "none",
  })
  local file <close> = assert(io.open("report." .. form, "wb"))
  file:write(pandoc.write(written, form, options))
end
