-- The embedded engine's numbered figures and tables, and references to them; Quarto has its own.
--
-- A float arrives as Quarto would write it: a div of class `cell` whose identifier begins with
-- `fig-` or `tbl-`, holding the picture or the table, with the caption as its last paragraph.

local TYPST = FORMAT:match("typst") ~= nil
local WORD = FORMAT:match("docx") ~= nil

local words = { fig = "Figure", tbl = "Table" }
local delimiter = ":"
local numbers, counts = {}, { fig = 0, tbl = 0 }

local function kind_of(identifier) return identifier:match("^(%l+)%-") end

local function typst_string(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("%s+", " ") .. '"'
end

local function read_words(meta)
  local labels = meta.rrs and meta.rrs.labels or {}
  if labels.figure then words.fig = pandoc.utils.stringify(labels.figure) end
  if labels.table then words.tbl = pandoc.utils.stringify(labels.table) end
  local crossref = meta.crossref or {}
  if crossref["title-delim"] then delimiter = pandoc.utils.stringify(crossref["title-delim"]) end
end

local function is_float(div)
  local kind = kind_of(div.identifier)
  return div.classes:includes("cell") and (kind == "fig" or kind == "tbl")
end

local function count(div)
  if is_float(div) then
    local kind = kind_of(div.identifier)
    counts[kind] = counts[kind] + 1
    numbers[div.identifier] = counts[kind]
  end
end

-- The picture with its alternative text, which pandoc 3.9 loses on the way to Typst.
local function picture(image)
  local alt = image.attributes["fig-alt"] or ""
  if TYPST then
    local call = "#image(" .. typst_string(image.src) .. ", alt: " .. typst_string(alt) .. ")"
    return pandoc.RawInline("typst", call)
  end
  if WORD then  -- cannot show SVG: the engine puts a PNG beside each
    local source, drawn = image.src:gsub("%.svg$", ".png")
    return pandoc.Image(pandoc.Str(alt), source, "", drawn > 0 and { width = "100%" } or {})
  end
  return pandoc.Image({}, image.src, "", { alt = alt })
end

local function parts(div)
  local content = div.content:clone()
  local caption = content:remove(#content)
  if kind_of(div.identifier) == "fig" then
    content:walk({ Image = function(image) content = { pandoc.Plain(picture(image)) } end })
  end
  return pandoc.List(content), caption.content
end

local function typst_float(div)
  local kind = kind_of(div.identifier)
  local content, caption = parts(div)
  local position = kind == "tbl" and "top" or "bottom"
  local blocks = pandoc.List({ pandoc.RawBlock("typst", "#figure([") })
  blocks:extend(content)
  blocks:insert(pandoc.RawBlock("typst", "], caption: figure.caption(position: " .. position .. ", ["))
  blocks:insert(pandoc.Plain(caption))
  blocks:insert(pandoc.RawBlock("typst", "]), kind: " .. typst_string("quarto-float-" .. kind)
    .. ", supplement: " .. typst_string(words[kind]) .. ")\n<" .. div.identifier .. ">"))
  return blocks
end

local function html_float(div)
  local kind = kind_of(div.identifier)
  local content, caption = parts(div)
  local label = words[kind] .. "\u{a0}" .. numbers[div.identifier] .. delimiter .. " "
  local figcaption = pandoc.List({ pandoc.RawInline("html", "<figcaption>"), pandoc.Str(label) })
  figcaption:extend(caption)
  figcaption:insert(pandoc.RawInline("html", "</figcaption>"))
  local blocks = pandoc.List(content)
  blocks:insert(kind == "tbl" and 1 or #blocks + 1, pandoc.Plain(figcaption))
  blocks:insert(1, pandoc.RawBlock("html", "<figure>"))
  blocks:insert(pandoc.RawBlock("html", "</figure>"))
  return pandoc.Div(blocks, pandoc.Attr(div.identifier, { "quarto-float", "quarto-float-" .. kind }))
end

-- Numbers are fields, as Word's own captions have them; the result stands in the file already.
local function word_float(div)
  local kind = kind_of(div.identifier)
  local content, caption = parts(div)
  local field = '<w:fldSimple w:instr=" SEQ ' .. words[kind] .. ' \\* ARABIC "><w:r><w:t>'
    .. numbers[div.identifier] .. "</w:t></w:r></w:fldSimple>"
  local line = pandoc.Inlines({
    pandoc.Str(words[kind] .. "\u{a0}"), pandoc.RawInline("openxml", field), pandoc.Str(delimiter), pandoc.Space(),
  })
  line:extend(caption)
  local function styled(style, blocks)
    return pandoc.Div(blocks, pandoc.Attr("", {}, { ["custom-style"] = style }))
  end
  local below = styled(kind == "tbl" and "Table Caption" or "Image Caption", { pandoc.Para(line) })
  local blocks = kind == "tbl" and content or pandoc.List({ styled("Figure", { pandoc.Para(content[1].content) }) })
  blocks:insert(kind == "tbl" and 1 or #blocks + 1, below)
  return pandoc.Div(blocks, pandoc.Attr(div.identifier))
end

local function float(div)
  if not is_float(div) then return nil end
  return (TYPST and typst_float or WORD and word_float or html_float)(div)
end

local function reference(citation)
  local number, kind = numbers[citation.id], kind_of(citation.id)
  if not number then return nil end
  local alone = citation.mode == "SuppressAuthor"
  if TYPST then
    local supplement = alone and "none" or "[" .. words[kind] .. "]"
    return pandoc.RawInline("typst", "#ref(<" .. citation.id .. ">, supplement: " .. supplement .. ")")
  end
  local text = (alone and "" or words[kind] .. "\u{a0}") .. number
  return pandoc.Link(text, "#" .. citation.id, "", { class = "quarto-xref" })
end

local function references(cite)
  local inlines = pandoc.List()
  for place, citation in ipairs(cite.citations) do
    if place > 1 then inlines:extend({ pandoc.Str(","), pandoc.Space() }) end
    inlines:insert(reference(citation) or pandoc.Str("@" .. citation.id))
  end
  return inlines
end

return { { Meta = read_words }, { Div = count }, { Div = float }, { Cite = references } }
