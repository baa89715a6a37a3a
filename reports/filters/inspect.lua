-- What Markdown texts are made of: reads a JSON list of texts, writes for each what was found in it.
-- Run by `pandoc lua`; reports/inspection.py holds it against the dialect.

local function of(text)
  local found = pandoc.List()
  local function add(kind, name, more)
    found:insert({ kind = kind, name = name, more = more or "" })
  end
  local function attributes(element)
    for name in pairs(element.attributes) do add("attribute", name) end
  end
  local document = pandoc.read(text, "markdown")
  for name in pairs(document.meta) do add("metadata", name) end
  document:walk({
    traverse = "topdown",
    Header = function(header)
      add("heading", pandoc.utils.stringify(header.content), tostring(header.level))
    end,
    Div = function(div)
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
  local blocks = pandoc.List()
  for _, block in ipairs(document.blocks) do blocks:insert(block.t) end
  return { found = found, blocks = blocks }
end

local results = pandoc.List()
for _, text in ipairs(pandoc.json.decode(io.read("a"), false)) do results:insert(of(text)) end
io.write(pandoc.json.encode(results))
