-- What both engines do with a text before all else, for all formats alike: everything that could run
-- or break a page becomes plain characters. Quarto runs it as the first of its filters, the embedded
-- engine once, where it reads the text.

local QUOTES = {
  ru = { DoubleQuote = { "«", "»" }, SingleQuote = { "„", "“" } },
  en = { DoubleQuote = { "“", "”" }, SingleQuote = { "‘", "’" } },
}
local language = ""
local brief = false

local function is_comment(text) return text:match("^%s*<!%-%-.*%-%->%s*$") ~= nil end

-- Event handlers and inline styles: pandoc would hand them on to HTML.
local function without_scripts(element)
  for name in pairs(element.attributes) do
    if name:lower():match("^on") or name:lower() == "style" then
      element.attributes[name] = nil
    end
  end
  return element
end

local function is_reference(citation)
  return citation.id:match("^fig%-") ~= nil or citation.id:match("^tbl%-") ~= nil
end

local read_language = {
  Meta = function(meta)
    language = meta.lang and pandoc.utils.stringify(meta.lang):sub(1, 2) or language
    brief = meta.rrs and meta.rrs.brief or false
  end,
}

local plain_characters = {
  RawBlock = function(raw)
    return is_comment(raw.text) and {} or pandoc.Para(pandoc.Str(raw.text))
  end,
  RawInline = function(raw)
    return is_comment(raw.text) and {} or pandoc.Str(raw.text)
  end,
  Math = function(math)
    local mark = math.mathtype == "DisplayMath" and "$$" or "$"
    return pandoc.Str(mark .. math.text .. mark)
  end,
  Cite = function(cite)
    for _, citation in ipairs(cite.citations) do
      if not is_reference(citation) then return cite.content end
    end
  end,
  Quoted = function(quoted)
    local marks = (QUOTES[language] or QUOTES.en)[quoted.quotetype]
    return pandoc.Inlines({ pandoc.Str(marks[1]) }) .. quoted.content .. { pandoc.Str(marks[2]) }
  end,
  Link = function(link)
    local target = link.target:lower()
    local known = target:match("^https?://") or target:match("^mailto:") or target:match("^#")
    return known and pandoc.Link(link.content, link.target, link.title) or link.content
  end,
  CodeBlock = function(code) return pandoc.CodeBlock(code.text) end,
  Code = function(code) return pandoc.Code(code.text) end,
  Div = without_scripts,
  Span = without_scripts,
  Header = function(header)
    if brief then header.classes:insert("unnumbered") end
    return without_scripts(header)
  end,
}

-- Typst has shorthands that pandoc does not escape: "-?" is a soft hyphen there, "-2" has a minus,
-- "..." is an ellipsis, and a lone "=" may begin a heading. In such a word the characters of `typed`
-- are written one by one (report.lua), so that the text stays as it was typed.
local function shorthand(text)
  if not text:find("[-=+/.]") then return nil end
  if text:match("^=+$") or text:match("^[-+/]$") then return "[-=+/]" end
  if text:match("^%d+%.$") or text:match("%.%.%.") then return "%." end
  if text:match("%-%?") or text:match("^%W*%-%d") or text:match("%p%-%d") then return "%-" end
end

local function typed(text)
  local pattern, word = shorthand(text), pandoc.Str(text)
  return pattern and pandoc.Span({ word }, pandoc.Attr("", {}, { typed = pattern })) or word
end

-- A word of 100,000 letters takes pandoc's Typst writer a minute; in pieces it takes no time.
local function in_pieces(text)
  local pieces, from = pandoc.List(), 1
  while from <= #text do
    local to = utf8.offset(text, 201, from) or #text + 1
    pieces:insert(typed(text:sub(from, to - 1)))
    from = to
  end
  return pieces
end

local words = {
  Str = function(word)
    if #word.text > 1000 then return in_pieces(word.text) end
    return shorthand(word.text) and typed(word.text) or nil
  end,
}

return { read_language, plain_characters, words }
