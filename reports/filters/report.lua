-- What both engines do with a report's text after plain.lua. Quarto runs this filter before its own:
-- the report's own divs and spans (the list is reports/render/dialect.py) become what the templates
-- know.

local TYPST = FORMAT:match("typst") ~= nil
local HTML = FORMAT:match("html") ~= nil

local words = { breakdown = "" }

local function typst_block(text) return pandoc.RawBlock("typst", text) end
local function typst_inline(text) return pandoc.RawInline("typst", text) end

local read_words = {
  Meta = function(meta)
    local labels = meta.rrs and meta.rrs.labels or {}
    words.breakdown = pandoc.utils.stringify(labels.breakdown or "")
  end,
}

-- Tables: scopes for a reader who hears the page; in print the float around a table is the figure.

local function scoped(cell, scope)
  if cell then cell.attr.attributes["scope"] = scope end
end

-- Widths are left to the browser and to the template: they know the letters' widths, the text's
-- author can only count characters.
local function natural_widths(tbl)
  tbl.colspecs = tbl.colspecs:map(function(spec) return { spec[1], pandoc.ColWidthDefault } end)
end

-- A row that begins with an empty span of one of these classes runs over the columns: a group's over
-- all of them, above its rows; the others over all but the first, whose head then spans them too.
local ACROSS = { group = true, reason = true, breakdown = true }

-- A copy is looked at: what Lua has seen of a row is read back into it.
local function across(row)
  for at, cell in ipairs(row:clone().cells) do
    local block = at < 3 and cell.contents[1]
    local first = block and block.content and block.content[1]
    local kind = first and first.t == "Span" and #first.content == 0 and first.classes[1]
    if kind and ACROSS[kind] then
      local own = row.cells[at]
      own.contents[1].content:remove(1)
      return kind, at, own
    end
  end
end

local function cell_across(cell, columns, kind)
  cell.alignment = "AlignLeft"
  cell.col_span = columns
  cell.attr.classes:insert(kind)
  if kind == "breakdown" then
    local summary = { pandoc.RawBlock("html", "<details><summary>" .. words.breakdown .. "</summary>") }
    cell.contents = pandoc.Blocks(summary) .. cell.contents .. { pandoc.RawBlock("html", "</details>") }
  end
  if kind == "reason" and TYPST then
    cell.contents = { typst_block("#report-reason["), cell.contents[1], typst_block("]") }
  end
  return cell
end

local function grouped(tbl)
  local bodies = pandoc.List()
  local function body()
    bodies:insert({ attr = pandoc.Attr(), row_head_columns = 0, head = {}, body = pandoc.List() })
    return bodies[#bodies]
  end
  for _, whole in ipairs(tbl.bodies) do
    local own, named = body(), nil
    for _, row in ipairs(whole.body) do
      local kind, at, cell = across(row)
      if kind == "group" then
        own = #own.body > 0 and body() or own
        own.head = { pandoc.Row({ cell_across(cell, #tbl.colspecs, kind) }, pandoc.Attr("", { kind })) }
      elseif kind and (kind ~= "breakdown" or HTML) and named then
        named.row_span = named.row_span + 1
        own.body:insert(pandoc.Row({ cell_across(cell, #tbl.colspecs - at + 1, kind) }, pandoc.Attr("", { kind })))
      elseif not kind and #row.cells > 0 then -- a grid table that was drawn wrongly has rows of none
        named = row.cells[1]
        own.body:insert(row)
      end
    end
  end
  if #bodies > 1 or #bodies[1].head > 0 then
    tbl.classes:insert("grouped")
  end
  tbl.bodies = bodies
  return tbl
end

local function heads_of(tbl)
  local heads = pandoc.List()
  for _, row in ipairs(tbl.head.rows) do
    for _, cell in ipairs(row.cells) do heads:insert(pandoc.utils.stringify(cell.contents)) end
  end
  return heads
end

-- What a cell's column is called, for a narrow screen, on which each row is a card.
local function named(cells, heads)
  for at = 2, #cells do cells[at].attr.attributes["data-label"] = heads[at] end
end

local function accessible_table(tbl)
  natural_widths(tbl)
  tbl = grouped(tbl)
  if TYPST then
    tbl.classes:insert("typst:no-figure")
    return { typst_block("#report-table["), tbl, typst_block("]") }
  end
  for _, row in ipairs(tbl.head.rows) do
    for _, cell in ipairs(row.cells) do scoped(cell, "col") end
  end
  local heads = tbl.classes:includes("grouped") and heads_of(tbl)
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.head) do scoped(row.cells[1], "rowgroup") end
    if #tbl.colspecs > 1 then
      body.row_head_columns = 1
      for _, row in ipairs(body.body) do
        local cells = row.cells
        if #cells > 1 then scoped(cells[1], "row") end
        if #cells > 1 and heads then named(cells, heads) end
      end
    end
  end
  return tbl
end

local function framed(tbl)
  local label = table.concat(heads_of(tbl), ", ")
  local attributes = { { "role", "region" }, { "tabindex", "0" }, { "aria-label", label } } -- in this order
  return pandoc.Div({ accessible_table(tbl) }, pandoc.Attr("", { "table-frame" }, attributes))
end

-- Tiles: each holds a paragraph with the figure and then what it counts.

local function typst_tiles(div)
  local blocks = pandoc.List({ typst_block("#report-tiles(") })
  for _, tile in ipairs(div.content) do
    if tile.t == "Div" and tile.classes:includes("tile") then
      local value = table.remove(tile.content, 1)
      blocks:insert(typst_block("(["))
      blocks:insert(value or pandoc.Plain({}))
      blocks:insert(typst_block("], ["))
      blocks:extend(tile.content)
      blocks:insert(typst_block("]),"))
    end
  end
  blocks:insert(typst_block(")"))
  return blocks
end

-- How much of a target was reached: a bar, and a line where the target is. Beyond BEYOND of it the bar
-- ends at the edge. What it shows is said by the number beside it.

local BEYOND = 1.6

local function bullet(span)
  local share = math.min(math.max(tonumber(span.attributes.share) or 0, 0), BEYOND) / BEYOND
  local status = (span.attributes.status or ""):match("^%l+$") or "met"
  if TYPST then return typst_inline(("#report-bullet(%.3f, %.3f, \"%s\")"):format(share, 1 / BEYOND, status)) end
  if HTML then
    return pandoc.RawInline("html", ('<svg class="bullet %s" viewBox="0 0 160 12" preserveAspectRatio="none" '
      .. 'aria-hidden="true"><rect class="ground" width="160" height="12"/><rect y="2.5" width="%.1f" height="7"/>'
      .. '<rect class="mark" x="99" width="2.5" height="12"/></svg>'):format(status, share * 160))
  end
end

-- A small bar for each period, the last in the programme's colour, and a line where the target is.
local function spark(span)
  local values, goal = {}, tonumber(span.attributes.goal or "")
  for value in (span.attributes.values or ""):gmatch("%S+") do table.insert(values, tonumber(value) or 0) end
  local most = math.max(goal or 0, 1e-9, table.unpack(values))
  if TYPST then
    local heights = {}
    for _, value in ipairs(values) do table.insert(heights, ("%.3f"):format(value / most)) end
    local line = goal and ("%.3f"):format(goal / most) or "none"
    return typst_inline("#report-spark((" .. table.concat(heights, ", ") .. ",), " .. line .. ")")
  end
  if not HTML then return nil end -- word.lua has a bar of its own
  local bars, width = {}, 80 / #values
  for at, value in ipairs(values) do
    local height = 24 * value / most
    table.insert(bars, ('<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>'):format(
      at == #values and "own" or "before", (at - 1) * width + 1, 26 - height, width - 2, height))
  end
  local line = goal and ('<line x2="80" y1="%.1f" y2="%.1f"/>'):format(26 - 24 * goal / most, 26 - 24 * goal / most) or ""
  return pandoc.RawInline("html", '<svg class="spark" viewBox="0 0 80 26" aria-hidden="true">'
    .. table.concat(bars) .. line .. "</svg>")
end

local function wrapped(opening, content, closing)
  local inlines = pandoc.List({ typst_inline(opening) })
  inlines:extend(content)
  inlines:insert(typst_inline(closing))
  return inlines
end

-- A word whose characters Typst would take for more than they are; plain.lua says which.
local function as_typed(word, pattern)
  if not TYPST then return word.content end
  local text, inlines, from = pandoc.utils.stringify(word), pandoc.List(), 1
  for at in text:gmatch("()" .. pattern) do
    if at > from then inlines:insert(pandoc.Str(text:sub(from, at - 1))) end
    inlines:insert(typst_inline("\\" .. text:sub(at, at)))
    from = at + 1
  end
  if from <= #text then inlines:insert(pandoc.Str(text:sub(from))) end
  return inlines
end

local own_spans = {
  Span = function(span)
    local classes = span.classes
    if #classes == 0 then return span.attributes.typed and as_typed(span, span.attributes.typed) end
    if classes:includes("bullet") then return bullet(span) end
    if classes:includes("spark") then return spark(span) end
    if not TYPST then return nil end
    for _, class in ipairs(classes) do
      local status = class:match("^status%-(%l+)$")
      if status then return wrapped('#report-status("' .. status .. '")[', span.content, "]") end
      if class == "nowrap" then return wrapped("#box[", span.content, "]") end
      if class == "code" or class == "target" then
        return wrapped("#report-" .. class .. "[", span.content, "]")
      end
    end
  end,
}

-- A chart that is drawn for narrow screens too lets the browser choose: a page carries both.

local function escaped(text)
  return (text:gsub('[&<>"]', { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

local function either_picture(para)
  local image = para.content[1]
  if #para.content ~= 1 or image.t ~= "Image" then return nil end
  local file = io.open((image.src:gsub("%.svg$", "-narrow.svg")), "rb")
  if not file or not image.src:match("%.svg$") then return nil end
  local narrow = pandoc.mediabag.make_data_uri("image/svg+xml", file:read("a"))
  file:close()
  return pandoc.RawBlock("html", '<picture><source media="(max-width: 40rem)" srcset="' .. narrow
    .. '"><img src="' .. image.src .. '" alt="' .. escaped(image.attributes["fig-alt"] or "") .. '"></picture>')
end

local own_blocks = {
  traverse = "topdown",
  Div = function(div)
    if div.classes:includes("table-frame") then
      return div:walk({ Table = accessible_table }), false
    end
    if HTML and div.identifier:match("^fig%-") then
      return div:walk({ Para = either_picture, Plain = either_picture }), false
    end
    if TYPST and div.classes:includes("tiles") then return typst_tiles(div) end
    for _, class in ipairs({ "note", "lead-in" }) do
      if TYPST and div.classes:includes(class) then
        local opening = typst_block("#report-" .. class .. "[")
        return pandoc.List({ opening }) .. div.content .. { typst_block("]") }
      end
    end
  end,
  Table = function(tbl)
    return (HTML and framed or accessible_table)(tbl), false
  end,
}

-- What a section begins with stays with what follows, as its heading does.
local begun = {
  Blocks = function(blocks)
    for at = #blocks - 1, 1, -1 do
      local next = blocks[at + 1]
      if blocks[at].t == "Header" and (next.t == "Para" or next.t == "BulletList") then
        blocks:insert(at + 1, typst_block("#report-lead-in["))
        blocks:insert(at + 3, typst_block("]"))
      end
    end
    return blocks
  end,
}

-- The contents stand at the end of the first section.
local with_contents = {
  Pandoc = function(document)
    local sections = 0
    for at, block in ipairs(document.blocks) do
      if block.t == "Header" and block.level == 1 then sections = sections + 1 end
      if sections == 2 then
        document.blocks:insert(at, typst_block("#report-contents"))
        break
      end
    end
    return document
  end,
}

return { read_words, own_spans, own_blocks, TYPST and begun or {}, TYPST and with_contents or {} }
