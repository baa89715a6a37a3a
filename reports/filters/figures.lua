-- Figures lead to how they were counted, and from there back to where they stand. Both engines use
-- this filter, after report.lua and before their own.
--
-- A figure is a span of class `figure` with its key: an indicator's leads to the heading
-- `explain-a-1`, of another country or of all countries to `explain-a-1-all`. What has no such
-- heading in the report stays a plain number. A span of class `explained` leads there by a name.
--
-- Sections whose heading has the class `evidence` are a book of their own, in a second file. Both
-- are made from the whole text, so that each knows the other's headings: `rrs-book` says which of
-- the two is made now, and what both are called.

local TYPST = FORMAT:match("typst") ~= nil
local HTML = FORMAT:match("html") ~= nil
local WORD = FORMAT:match("docx") ~= nil

local PREFIX = "explain"

local book = { part = "report" }

local function read_book(meta)
  for name, value in pairs(meta["rrs-book"] or {}) do book[name] = pandoc.utils.stringify(value) end
  local ending = TYPST and "pdf" or HTML and "html" or book.word or ""
  book.ending = ending ~= "" and "." .. ending or nil
  book.fragment = ending == "pdf" and "#nameddest=" or "#"
  if not meta.rrs then return nil end
  -- What a page is said to be where a link to it is shared: without marks, for it is an attribute.
  local said = pandoc.utils.stringify(meta.rrs.headline or "") .. " " .. pandoc.utils.stringify(meta.subtitle or "")
  meta.rrs.description = pandoc.Inlines((said:gsub("^ ", "")))
  if book.part == "evidence" then
    meta.title = meta.rrs.evidence
    meta.rrs.labels.report = meta.rrs.labels.evidence
    meta.rrs.part = "evidence"
  end
  return meta
end

local function anchor_of(span)
  local key = span.attributes.indicator
  if not key then
    local register = span.attributes.register or ""
    return register == "*" and PREFIX or PREFIX .. "-" .. register
  end
  -- of a share or a difference the first term: `XB/2014/A-1[sex=F].target / A-2`
  local term = key:match("^[^%[%s]+") or ""
  local country, code = term:match("^(%u%u%u?)/"), term:match("[^/]*$"):gsub("%.%a.*$", "")
  return (PREFIX .. "-" .. code .. (country and "-" .. country or "")):lower()
end

-- The blocks of the two parts, and the part of each heading. Without a second file all is one part.
local function divided(document)
  local blocks, headings, part = { report = pandoc.List(), evidence = pandoc.List() }, {}, "report"
  for _, block in ipairs(document.blocks) do
    if block.t == "Header" and block.level == 1 and book.evidence then
      part = block.classes:includes("evidence") and "evidence" or "report"
      block.classes = block.classes:filter(function(class) return class ~= "evidence" end)
    end
    blocks[part]:insert(block)
  end
  for _, each in ipairs({ "report", "evidence" }) do
    pandoc.Blocks(blocks[each]):walk({ Header = function(header) headings[header.identifier] = each end })
  end
  return blocks, headings
end

local function typst(text) return pandoc.RawInline("typst", text) end

-- A link to a heading or a place of a part, with a place to come back to.
local function link(content, part, target, place, span)
  local elsewhere = part ~= book.part
  if elsewhere and not book.ending then return content end -- made without the evidence's file
  local file = elsewhere and book[part] .. book.ending .. book.fragment or "#"
  if TYPST then
    local to = elsewhere and '"' .. file .. target:gsub('["\\]', "\\%0") .. '"' or "<" .. target .. ">"
    local inlines = pandoc.Inlines({ typst("#link(" .. to .. ")[") })
    inlines:extend(content)
    inlines:insert(typst(place and "]<" .. place .. ">" or "]"))
    return inlines
  end
  local classes = span and span.classes or {}
  local attributes = span and span.attributes or {}
  return pandoc.Link(content, file .. target, "", pandoc.Attr(place or "", classes, attributes))
end

-- In print only headings can be led to from another file: by names that any reader understands.
local function with_plain_names(document)
  local names, number = {}, 0
  for _, block in ipairs(document.blocks) do
    if block.t == "Header" and block.level == 1 then
      number = number + 1
      if block.identifier:match("[^%w%-]") then
        names[block.identifier] = "section-" .. number
        block.identifier = names[block.identifier]
      end
    end
  end
  if not next(names) then return document end
  return document:walk({
    Link = function(to)
      to.target = names[to.target:sub(2)] and "#" .. names[to.target:sub(2)] or to.target
      return to
    end,
  })
end

-- Whether a part stands in what is made now. A page carries its explanations along, for the dialog
-- that opens at a figure; an explanation says where its figure is shown in the other part.
local function is_made(part) return part == book.part or (HTML and book.part == "report") end

local function follow_figures(blocks, headings)
  local uses, count = {}, 0
  local section, entry, part = nil, nil, "report"

  local function remember(anchor, target)
    local places = uses[anchor] or pandoc.List()
    uses[anchor] = places
    local last = places[#places]
    if not section or (last and last.section == section) then return nil end
    count = count + 1
    local place = "shown-" .. count
    local back = TYPST and target ~= part and section.identifier or place
    places:insert({ place = back, part = part, section = section })
    return place
  end

  local function follow(span)
    local explained = span.classes:includes("explained")
    if not explained and not span.classes:includes("figure") then return nil end
    if not explained and (WORD or not span.attributes.indicator) then return nil end
    if entry and entry:match("^" .. PREFIX) then return explained and span.content or nil end
    local anchor = anchor_of(span)
    local target = headings[anchor]
    if not target or (target ~= part and not book.ending) then return explained and span.content or nil end
    local place = remember(anchor, target)
    if not is_made(part) then return nil, false end
    return link(span.content, target, anchor, place, span), false
  end

  local function back(div)
    local places = uses[entry] or pandoc.List()
    if #places == 0 or WORD then return {} end
    local inlines = pandoc.utils.blocks_to_inlines(div.content)
    for number, use in ipairs(places) do
      inlines:extend({ pandoc.Str(number > 1 and "," or ""), pandoc.Space() })
      local back_link = link(use.section.content:clone(), use.part, use.place)
      if back_link.t then inlines:insert(back_link) else inlines:extend(back_link) end
    end
    return pandoc.Div({ pandoc.Para(inlines) }, div.attr), false
  end

  local filter = {
    traverse = "topdown",
    Header = function(header)
      if header.level == 1 then section = header end
      entry = header.identifier
      return nil, false
    end,
    Span = follow,
    Div = function(div)
      if div.classes:includes("shown-in") then return back(div) end
    end,
  }
  blocks.report = pandoc.Blocks(blocks.report):walk(filter)
  part = "evidence"
  if is_made(part) then blocks.evidence = pandoc.Blocks(blocks.evidence):walk(filter) end
end

local function carried(blocks)
  local html = pandoc.write(pandoc.Pandoc(blocks), "html5", { wrap_text = "none" })
  return pandoc.RawBlock("html", '<template id="evidence">\n' .. html .. "\n</template>")
end

local function lead(document)
  if TYPST then document = with_plain_names(document) end
  local blocks, headings = divided(document)
  follow_figures(blocks, headings)
  document.blocks = blocks[book.part]
  if HTML and book.part == "report" and #blocks.evidence > 0 then
    document.blocks:insert(carried(blocks.evidence))
  end
  return document
end

local function styled(document)
  if not TYPST then return nil end
  return document:walk({
    Div = function(div)
      if not div.classes:includes("counted") then return nil end
      return pandoc.List({ pandoc.RawBlock("typst", "#report-counted[") }) .. div.content
        .. { pandoc.RawBlock("typst", "]") }
    end,
    Span = function(span)
      if not span.classes:includes("source") then return nil end
      local inlines = pandoc.Inlines({ typst("#report-source[") })
      inlines:extend(span.content)
      inlines:insert(typst("]"))
      return inlines
    end,
  })
end

-- Word says where numbers come from only if it can lead there, on a line of its own.
local function below(document)
  if not WORD then return nil end
  return document:walk({
    Span = function(span)
      if not span.classes:includes("source") then return nil end
      local leads = false
      span:walk({ Link = function() leads = true end })
      if not leads then return {} end
      span.attributes["custom-style"] = "Quiet"
      return { pandoc.LineBreak(), span }
    end,
  })
end

return { { Meta = read_book }, { Pandoc = lead }, { Pandoc = styled }, { Pandoc = below } }
