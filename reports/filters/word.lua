-- What only the Word file needs: its cover, its contents, and the report's own divs and spans as
-- styles. The styles are in templates/word/styles.xml. For other formats this filter does nothing.

if not FORMAT:match("docx") then return {} end

local NBSP = "\u{a0}"
local STATUS = { met = "Status Met", above = "Status Above", below = "Status Below" }

local function xml(text) return pandoc.RawInline("openxml", text) end
local TAB = xml("<w:r><w:tab/></w:r>")
-- A break of its own would leave an empty page behind contents that fill theirs.
local NEW_PAGE = pandoc.RawBlock("openxml",
  '<w:p><w:pPr><w:pStyle w:val="AfterTable"/><w:pageBreakBefore/></w:pPr></w:p>')
local AFTER_TABLE = pandoc.RawBlock("openxml", '<w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>')

local function styled(style, inlines)
  return pandoc.Div({ pandoc.Para(inlines) }, pandoc.Attr("", {}, { ["custom-style"] = style }))
end

local function lettered(style, inlines)
  return pandoc.Span(inlines, pandoc.Attr("", {}, { ["custom-style"] = style }))
end

-- Spans and divs of the dialect.

local function unbroken(inlines)
  return inlines:walk({ Space = function() return pandoc.Str(NBSP) end })
end

-- A bar of letters that say nothing: shaded blanks, and a line where the target is.
local BAR, BEYOND = 24, 1.6
local shades = {}

local read_shades = {
  Meta = function(meta)
    for name, value in pairs(meta["rrs-colours"] or {}) do
      shades[name] = pandoc.utils.stringify(value)
    end
  end,
}

local function bar(share, colour)
  local inlines, mark = pandoc.Inlines({}), math.floor(BAR / BEYOND)
  for at = 1, BAR do
    local shade = at <= math.floor(math.min(share, BEYOND) / BEYOND * BAR + 0.5) and colour or shades.surface
    local letter = at == mark + 1 and "|" or NBSP
    inlines:insert(xml('<w:r><w:rPr><w:sz w:val="12"/><w:shd w:val="clear" w:color="auto" w:fill="' .. shade
      .. '"/></w:rPr><w:t xml:space="preserve">' .. letter .. "</w:t></w:r>"))
  end
  return inlines
end

local function bullet(span)
  local inlines = pandoc.Inlines({ pandoc.LineBreak() })
  inlines:extend(bar(tonumber(span.attributes.share) or 0, shades[span.attributes.status] or shades.quiet))
  return inlines
end

local spans = {
  Span = function(span)
    for _, class in ipairs(span.classes) do
      local status = STATUS[class:match("^status%-(%l+)$") or ""]
      if status then return lettered(status, span.content) end
      if class == "nowrap" then return unbroken(span.content) end
      if class == "code" then return lettered("Quiet", span.content) end
      if class == "target" then
        return pandoc.Inlines({ pandoc.LineBreak(), lettered("Quiet", span.content) })
      end
      if class == "bullet" then return bullet(span) end
    end
  end,
}

-- A tile: its number, what it is, and a bar towards the target if it has one.
local function key_figure(tile)
  local reached
  local content = pandoc.utils.blocks_to_inlines(pandoc.List({ tile.content[1] })):walk({
    Span = function(span)
      if not span.classes:includes("spark") then return nil end
      local last, goal = span.attributes.values:match("%S+$"), tonumber(span.attributes.goal or "0")
      reached = goal > 0 and tonumber(last) / goal or nil
      return {}
    end,
  })
  local inlines = pandoc.Inlines({ lettered("Key Number", content), TAB })
  local rest = { table.unpack(tile.content, 2) }
  inlines:extend(pandoc.utils.blocks_to_inlines(rest, { pandoc.Space() }))
  if reached then
    inlines:extend({ pandoc.LineBreak(), TAB })
    inlines:extend(bar(reached, shades.primary))
  end
  return styled("Key Figure", inlines)
end

-- A paragraph style of its own for cells: Word would let the text's size win over the table's.
local function cells_styled(tbl, style)
  local function rows_styled(rows)
    for _, row in ipairs(rows) do
      for _, cell in ipairs(row.cells) do
        local blocks = pandoc.Blocks(cell.contents):walk({
          Plain = function(plain) return pandoc.Para(plain.content) end,
        })
        cell.contents = { pandoc.Div(blocks, pandoc.Attr("", {}, { ["custom-style"] = style })) }
      end
    end
  end
  rows_styled(tbl.head.rows)
  for _, body in ipairs(tbl.bodies) do
    rows_styled(body.head)
    rows_styled(body.body)
  end
  return tbl
end

-- Word breaks words and numbers to keep to the columns: each gets room for its longest word, and
-- what is left goes to those with the longest texts. Lengths are in letters. A line has so many of
-- them in each style, in the widest face that may stand in for Calibri (measured: DejaVu Sans).

local STYLES = { { "Table Text", 84 }, { "Table Text Small", 94 }, { "Table Text Tiny", 108 } }
local LONGEST, GAP, BOLD, LEAST = 60, 2, 1.15, 7

-- In letters of Latin: Cyrillic ones, of two bytes, are an eighth wider.
local function width(word)
  local letters = utf8.len(word) or #word
  return letters + (#word - letters) / 8
end

local function is_bold(cell)
  local found = false
  pandoc.Blocks(cell.contents):walk({ Strong = function() found = true end })
  return found
end

-- A number keeps its room, a word may be hyphenated where there is none.
local function measure(cell, found, weight)
  local words = pandoc.utils.stringify(cell.contents)
  weight = is_bold(cell) and BOLD or weight
  for word in words:gmatch("%S+") do
    local kind = word:match("%d") and "number" or "word"
    found[kind] = math.max(found[kind], weight * width(word))
  end
  found.text = math.max(found.text, math.min(weight * width(words), LONGEST))
end

local function measures(tbl)
  local found = {}
  for column = 1, #tbl.colspecs do found[column] = { word = 3, number = 3, text = 3 } end
  local function measure_rows(rows, weight)
    for _, row in ipairs(rows) do
      for column, cell in ipairs(row.cells) do
        if cell.col_span == 1 then measure(cell, found[column], weight) end
      end
    end
  end
  measure_rows(tbl.head.rows, BOLD)
  for _, body in ipairs(tbl.bodies) do measure_rows(body.body, 1) end
  return found
end

local function sum(columns, need)
  local total = 0
  for _, column in ipairs(columns) do total = total + need(column) end
  return total
end

local function whole(column) return math.max(column.word, column.number) + GAP end
local function least(column) return math.max(math.min(column.word, LEAST), column.number) + GAP end

-- The columns' widths as shares of the table's, and the style of its cells.
local function fitted(tbl)
  local found, style, line = measures(tbl), nil, nil
  for _, each in ipairs(STYLES) do
    style, line = each[1], each[2]
    if sum(found, whole) <= line then break end
  end
  local need = sum(found, whole) <= line and whole or least
  local function wish(column) return math.max((need == whole and column.text + GAP or whole(column)) - need(column), 0) end
  local needed, wished = sum(found, need), sum(found, wish)
  local part = wished > 0 and math.min(math.max(line - needed, 0) / wished, 1) or 0
  local total = needed + part * wished
  for at, column in ipairs(found) do
    tbl.colspecs[at] = { tbl.colspecs[at][1], (need(column) + part * wish(column)) / total }
  end
  return cells_styled(tbl, style)
end

local blocks = {
  traverse = "topdown",
  Div = function(div)
    if div.classes:includes("tiles") then div.content:insert(AFTER_TABLE) return div end
    if div.classes:includes("tile") then return key_figure(div), false end
    if div.classes:includes("note") then
      div.attributes["custom-style"] = "Note"
      return div
    end
  end,
  Table = function(tbl) return { fitted(tbl), AFTER_TABLE }, false end,
}

-- The cover and the contents, which stand after the title.

local function text(value) return pandoc.Inlines(value or {}) end

local function cover(meta)
  local rrs = meta.rrs or {}
  local page = pandoc.List()
  if rrs.picture then
    local path, alt = pandoc.utils.stringify(rrs.picture.path), pandoc.utils.stringify(rrs.picture.alt)
    local picture = pandoc.Image(alt, (path:gsub("%.svg$", ".png")), "", { width = "58%" })
    page:insert(styled("Figure", pandoc.Inlines({ picture })))
  end
  if rrs.headline then page:insert(styled("Cover Headline", text(rrs.headline))) end
  for _, figure in ipairs(rrs.figures or {}) do
    local inlines = pandoc.Inlines({ lettered("Key Number", text(figure.value)), TAB })
    inlines:extend(text(figure.label))
    page:insert(styled("Key Figure", inlines))
  end
  for _, fact in ipairs(rrs.facts or {}) do
    local inlines = pandoc.Inlines({ pandoc.Strong(text(fact.term)), TAB })
    inlines:extend(text(fact.value))
    page:insert(styled("Cover Fact", inlines))
  end
  local logo = meta["rrs-logo"]
  if logo then
    local path, alt = pandoc.utils.stringify(logo.path), pandoc.utils.stringify(logo.alt)
    local picture = pandoc.Image(alt, (path:gsub("%.svg$", ".png")), "", { height = "14mm" })
    page:insert(styled("Cover Fact", pandoc.Inlines({ picture })))
  end
  local notice = rrs.cover and rrs.cover.notice
  if notice then page:insert(styled("Cover Notice", text(notice))) end
  return page
end

local function numbered(counts, level)
  counts[level] = (counts[level] or 0) + 1
  for deeper = level + 1, 6 do counts[deeper] = nil end
  local numbers = {}
  for at = 1, level do numbers[at] = tostring(counts[at] or 0) end
  return table.concat(numbers, ".")
end

local function entries(doc)
  local counts, found = {}, pandoc.List()
  doc.blocks:walk({
    Header = function(header)
      if header.classes:includes("unnumbered") then return nil end
      local number = numbered(counts, header.level)
      if header.level <= 2 then
        local inlines = pandoc.Inlines({ pandoc.Str(number), TAB })
        inlines:extend(header.content)
        local link = pandoc.Link(inlines, "#" .. header.identifier)
        found:insert({ level = header.level, inlines = pandoc.Inlines({ link }) })
      end
    end,
  })
  return found
end

local FIELD = {
  begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    .. '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\n \\h \\z \\u </w:instrText></w:r>'
    .. '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
  ending = '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
}

-- Filled in here, so that the list is there before anybody asks Word to update it.
local function contents(doc)
  local found, page = entries(doc), pandoc.List()
  if #found == 0 then return page end
  found[1].inlines:insert(1, xml(FIELD.begin))
  found[#found].inlines:insert(xml(FIELD.ending))
  page:insert(styled("TOC Heading", text(doc.meta["toc-title"])))
  for _, entry in ipairs(found) do
    page:insert(styled("toc " .. entry.level, entry.inlines))
  end
  page:insert(NEW_PAGE)
  return page
end

local front = {
  Pandoc = function(doc)
    doc.blocks = cover(doc.meta) .. contents(doc) .. doc.blocks
    doc.meta["toc-title"] = nil
    return doc
  end,
}

return { read_shades, spans, blocks, front }
