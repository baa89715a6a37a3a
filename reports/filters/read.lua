-- Reads a report's Markdown once for all formats. Run by `pandoc lua`; reports/render/dialect.py
-- holds what is found against the dialect, line by line of what this writes: first what the texts
-- are made of, with the number of the output that each thing stands in, then the document as
-- pandoc's JSON, as plain.lua leaves it. A comment such as `<!-- output 3 -->` stands before each
-- output.

local document = pandoc.read(io.read("a"), "markdown", { standalone = true })
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

document = pandoc.utils.run_lua_filter(document, (arg[0]:gsub("read%.lua$", "plain.lua")))
io.write(pandoc.json.encode({ found = found, outer = outer }), "\n", pandoc.write(document, "json"))
