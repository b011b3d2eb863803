"""Results of ads, computed from (seed, ad, day, breakdown cell) whenever somebody asks; nothing is stored."""
