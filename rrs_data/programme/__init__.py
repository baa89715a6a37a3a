"""The programme: what was promised, where and when, and what people wrote about it."""
