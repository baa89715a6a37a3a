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

-- Of what stands in the report's other file figures.lua needs the headings and the figures alone: all
-- else would be made for nothing. A page carries its evidence along, and needs all of it.
local function thinned(document, form)
  local own = pandoc.utils.stringify((document.meta["rrs-book"] or {}).part or "")
  if own == "" or (own == "report" and form == "html") then return document end
  local part, blocks = "report", pandoc.List()
  local needed = {
    traverse = "topdown",
    Header = function(header) blocks:insert(header) end,
    Span = function(span)
      if span.classes:includes("figure") or span.classes:includes("explained") then
        blocks:insert(pandoc.Plain({ span }))
      end
    end,
  }
  for _, block in ipairs(document.blocks) do
    if block.t == "Header" and block.level == 1 then
      part = block.classes:includes("evidence") and "evidence" or "report"
    end
    if part == own then blocks:insert(block) else pandoc.Blocks({ block }):walk(needed) end
  end
  return pandoc.Pandoc(blocks, document.meta)
end

local document = pandoc.read(asked.tree, "json")
local plain = table.remove(asked.filters, 1) -- done with the text
local more = filtered(pandoc.read(asked.metadata, "markdown"), plain)
for name, value in pairs(more.meta) do document.meta[name] = value end

for form, own in pairs(asked.formats) do
  local written = thinned(document, form)
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
