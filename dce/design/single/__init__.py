"""The search of scenarios that are judged one at a time: `problem` lays it out, `search` walks, three modules step."""
