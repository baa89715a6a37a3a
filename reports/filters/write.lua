-- Reads a report's Markdown, says what stands in it, and writes its books into this directory, as
-- `<stem>.<format>`. Run by `pandoc lua` on what reports/render/dialect.py asks for: the `text`, and by
-- their stems the settings of the `books`, as _quarto.yml has them, with what templates and filters
-- read of each. All in one run, for reading takes as long as two of them take to be written.
--
-- The answer is held against the dialect: what the text is made of, with the number of the output that
-- each thing stands in. A comment such as `<!-- output 3 -->` stands before each output.

local PLAIN, REPORT = "filters/plain.lua", "filters/report.lua"

local asked = pandoc.json.decode(io.read("a"), false)
local document = pandoc.read(asked.text, "markdown", { standalone = true })
local found, outer, output = pandoc.List(), pandoc.List(), 0

local function number_of(raw) return tonumber(raw.text:match("^<!%-%- output (%d+) %-%->%s*$")) end

local function add(kind, name, more)
  found:insert({ output = output, kind = kind, name = name, more = more or "" })
end

local function attributes(element)
  for name in pairs(element.attributes) do add("attribute", name) end
end

local function kinds_of(blocks)
  return table.concat(pandoc.List(blocks):map(function(block) return block.t end), " ")
end

document:walk({
  traverse = "topdown",
  RawBlock = function(raw) output = number_of(raw) or output end,
  Header = function(header)
    add("heading", pandoc.utils.stringify(header.content), tostring(header.level))
  end,
  Div = function(div)
    if div.classes:includes("table-frame") then add("table", kinds_of(div.content)) end
    if #div.classes == 0 and #div.identifier > 0 then add("div", "#" .. div.identifier) end
    for _, class in ipairs(div.classes) do add("div", class) end
    attributes(div)
  end,
  Span = function(span)
    for _, class in ipairs(span.classes) do add("span", class) end
    attributes(span)
  end,
  Image = function(image) add("picture", image.src) end,
  Cite = function(cite)
    for _, citation in ipairs(cite.citations) do add("reference", citation.id) end
  end,
  CodeBlock = function() return nil, false end,
})

document.blocks = document.blocks:filter(function(block)
  local number = block.t == "RawBlock" and number_of(block)
  if number then outer:insert(number) end
  return not number
end)

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

-- Texts are written as in Markdown, with a backslash before every mark. Each would be read as a
-- document, which takes longer than all the rest of it.
local function as_meta(value)
  if type(value) == "string" then return pandoc.Inlines((value:gsub("\\(%p)", "%1"))) end
  if type(value) ~= "table" then return value end
  local entries = {}
  for name, one in pairs(value) do entries[name] = as_meta(one) end
  return entries
end

local function metadata_of(settings, form)
  local read = {}
  for name, value in pairs(settings) do
    local wanted = name == "crossref" or name:match("^rrs%-")
    local empty = type(value) == "table" and not next(value)
    if wanted and not empty then read[name] = as_meta(value) end
  end
  return filtered(filtered(pandoc.Pandoc({}, read), PLAIN), REPORT, form).meta
end

local function write(document, stem, form, own)
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
  local file <close> = assert(io.open(stem .. "." .. form, "wb"))
  file:write(pandoc.write(document, form, options))
end

io.write(pandoc.json.encode({ found = found, outer = outer }))

document = filtered(document, PLAIN)
for _, form in ipairs({ "html", "typst", "docx" }) do
  local shared
  for stem, settings in pairs(asked.books) do
    local own = settings.format[form]
    if own then
      shared = shared or filtered(document, REPORT, form) -- the same for all books
      local book = pandoc.Pandoc(shared.blocks, shared.meta)
      for name, value in pairs(metadata_of(settings, form)) do book.meta[name] = value end
      for _, filter in ipairs(settings.filters) do
        if filter ~= PLAIN and filter ~= REPORT then book = filtered(book, filter, form) end
      end
      write(filtered(book, "filters/crossref.lua", form), stem, form, own)
    end
  end
end
