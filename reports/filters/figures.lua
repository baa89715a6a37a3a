-- Figures lead to how they were counted, and from there back to where they stand. Both engines use
-- this filter, after report.lua and before their own.
--
-- A figure is a span of class `figure` with its key: an indicator's leads to the heading
-- `explain-a-1`, of another country or of all countries to `explain-a-1-all`. What has no such
-- heading in the report stays a plain number. A span of class `explained` leads there by a name.

local TYPST = FORMAT:match("typst") ~= nil
local HTML = FORMAT:match("html") ~= nil

local PREFIX = "explain"

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

local function headings_of(document)
  local found = {}
  document:walk({ Header = function(header) found[header.identifier] = true end })
  return found
end

local function typst(text) return pandoc.RawInline("typst", text) end

-- A link with a place to come back to.
local function link(content, target, place, span)
  if TYPST then
    local inlines = pandoc.Inlines({ typst("#link(<" .. target .. ">)[") })
    inlines:extend(content)
    inlines:insert(typst(place and "]<" .. place .. ">" or "]"))
    return inlines
  end
  local classes = span and span.classes or {}
  local attributes = span and span.attributes or {}
  return pandoc.Link(content, "#" .. target, "", pandoc.Attr(place or "", classes, attributes))
end

local function lead(document)
  if not (TYPST or HTML) then return nil end
  local headings, uses, count = headings_of(document), {}, 0
  local section, entry = nil, nil

  local function remember(anchor)
    local places = uses[anchor] or pandoc.List()
    uses[anchor] = places
    local last = places[#places]
    if not section or (last and last.section == section) then return nil end
    count = count + 1
    local place = "shown-" .. count
    places:insert({ place = place, section = section })
    return place
  end

  local function follow(span)
    local explained = span.classes:includes("explained")
    if not explained and not span.classes:includes("figure") then return nil end
    if not explained and not span.attributes.indicator then return nil end
    if entry and entry:match("^" .. PREFIX) then return explained and span.content or nil end
    local anchor = anchor_of(span)
    if not headings[anchor] then return explained and span.content or nil end
    return link(span.content, anchor, remember(anchor), span), false
  end

  local function back(div)
    local places = uses[entry] or pandoc.List()
    if #places == 0 then return {} end
    local inlines = pandoc.utils.blocks_to_inlines(div.content)
    for number, use in ipairs(places) do
      inlines:extend({ pandoc.Str(number > 1 and "," or ""), pandoc.Space() })
      local back_link = link(use.section:clone(), use.place)
      if back_link.t then inlines:insert(back_link) else inlines:extend(back_link) end
    end
    return pandoc.Div({ pandoc.Para(inlines) }, div.attr), false
  end

  return document:walk({
    traverse = "topdown",
    Header = function(header)
      if header.level == 1 then section = header.content end
      entry = header.identifier
      return nil, false
    end,
    Span = follow,
    Div = function(div)
      if div.classes:includes("shown-in") then return back(div) end
    end,
  })
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

-- Word has neither: its figures are read, not followed.
local function plain(document)
  if TYPST or HTML then return nil end
  return document:walk({
    Span = function(span)
      if span.classes:includes("source") then return {} end
    end,
    Div = function(div)
      if div.classes:includes("shown-in") then return {} end
    end,
  })
end

return { { Pandoc = lead }, { Pandoc = styled }, { Pandoc = plain } }
