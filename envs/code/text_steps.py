"""Steps that start from a string or from a list of strings. Each docstring is a sentence of the prompt."""

from prorl.envs.code.step import step


def reverse_text(x: str) -> str:
    """Reverse the string."""
    return x[::-1]


def upper_case(x: str) -> str:
    """Turn all letters into capitals."""
    return x.upper()


def swap_case(x: str) -> str:
    """Turn capitals into small letters and small letters into capitals."""
    return x.swapcase()


def remove_vowels(x: str) -> str:
    """Remove all vowels (a, e, i, o, u, small or capital)."""
    return "".join(c for c in x if c not in "aeiouAEIOU")


def replace_letter(x: str, old: str, new: str) -> str:
    """Replace every {old} by {new} (the case of letters matters)."""
    return x.replace(old, new)


def double_each(x: str) -> str:
    """Write every character twice in a row."""
    return "".join(c + c for c in x)


def shift_letters(x: str, k: int) -> str:
    """Move every small letter {k} places on in the alphabet (a follows z); leave other characters alone."""
    return "".join(chr((ord(c) - 97 + k) % 26 + 97) if "a" <= c <= "z" else c for c in x)


def rotate_text(x: str, k: int) -> str:
    """Move the first character to the end of the string, {k} times over (an empty string stays empty)."""
    return x[k % len(x) :] + x[: k % len(x)] if x else ""


def sort_characters(x: str) -> str:
    """Sort the characters by their code points."""
    return "".join(sorted(x))


def first_of_equal_characters(x: str) -> str:
    """Remove repeated characters, keeping the first occurrence of each."""
    return "".join(dict.fromkeys(x))


def every_second_character(x: str) -> str:
    """Keep the first, third, fifth character and so on; remove the others."""
    return x[::2]


def drop_first_characters(x: str, k: int) -> str:
    """Remove the first {k} characters (all of them if there are fewer)."""
    return x[k:]


def run_lengths(x: str) -> str:
    """Replace every run of equal characters by the character and its length ("aab" becomes "a2b1")."""
    starts = [i for i in range(len(x)) if i == 0 or x[i] != x[i - 1]]
    ends = [*starts[1:], len(x)][: len(starts)]
    return "".join(x[start] + str(end - start) for start, end in zip(starts, ends, strict=True))


def capitals_at_even_places(x: str) -> str:
    """Turn the letters at the positions 0, 2, 4 and so on into capitals and leave the others as they are."""
    return "".join(c.upper() if i % 2 == 0 else c for i, c in enumerate(x))


def split_words(x: str) -> list[str]:
    """Split the string at blanks into a list of strings without empty ones."""
    return x.split()


def letter_places(x: str) -> list[int]:
    """List the places of the small letters in the alphabet (a is 1, z is 26); skip other characters."""
    return [ord(c) - 96 for c in x if "a" <= c <= "z"]


def positions_of(x: str, letter: str) -> list[int]:
    """List all positions, counting from 0, at which {letter} stands."""
    return [i for i, c in enumerate(x) if c == letter]


def count_vowels(x: str) -> int:
    """Count the vowels (a, e, i, o, u, small or capital)."""
    return sum(c in "aeiouAEIOU" for c in x)


def sort_words(x: list[str]) -> list[str]:
    """Sort the strings by their code points, as Python compares strings."""
    return sorted(x)


def sort_by_length(x: list[str]) -> list[str]:
    """Sort the strings by length, shortest first; strings of equal length keep their order."""
    return sorted(x, key=len)


def sort_by_last_character(x: list[str]) -> list[str]:
    """Sort the strings by last character (empty ones first); strings with the same one keep their order."""
    return sorted(x, key=lambda word: word[-1:])


def reverse_words(x: list[str]) -> list[str]:
    """Reverse the order of the strings."""
    return x[::-1]


def reverse_each_word(x: list[str]) -> list[str]:
    """Reverse every string, leaving their order as it is."""
    return [word[::-1] for word in x]


def keep_longer(x: list[str], k: int) -> list[str]:
    """Keep only the strings longer than {k} characters."""
    return [word for word in x if len(word) > k]


def keep_without(x: list[str], letter: str) -> list[str]:
    """Keep only the strings without {letter}."""
    return [word for word in x if letter not in word]


def first_of_equal_words(x: list[str]) -> list[str]:
    """Remove repeated strings, keeping the first occurrence of each."""
    return list(dict.fromkeys(x))


def rotate_words(x: list[str], k: int) -> list[str]:
    """Move the first string to the end of the list, {k} times over (an empty list stays empty)."""
    return x[k % len(x) :] + x[: k % len(x)] if x else []


def capitalise_every_second(x: list[str]) -> list[str]:
    """Turn the letters of the second, fourth, sixth string and so on into capitals."""
    return [word.upper() if i % 2 else word for i, word in enumerate(x)]


def cut_each(x: list[str], k: int) -> list[str]:
    """Keep only the first {k} characters of every string."""
    return [word[:k] for word in x]


def append_length(x: list[str]) -> list[str]:
    """Append to every string its length in decimal digits ("abc" becomes "abc3")."""
    return [word + str(len(word)) for word in x]


def join_neighbours(x: list[str]) -> list[str]:
    """Join the first and second string, the third and fourth, and so on; an unpaired last one stays."""
    return ["".join(x[i : i + 2]) for i in range(0, len(x), 2)]


def join_words(x: list[str], separator: str) -> str:
    """Join the strings to one string with {separator} between neighbours."""
    return separator.join(x)


def join_first_letters(x: list[str]) -> str:
    """Make one string of the first characters of all strings (skipping empty ones)."""
    return "".join(word[:1] for word in x)


def word_lengths(x: list[str]) -> list[int]:
    """Replace every string by its length."""
    return [len(word) for word in x]


def count_letter_in_words(x: list[str], letter: str) -> list[int]:
    """Replace every string by the number of times that {letter} stands in it."""
    return [word.count(letter) for word in x]


def total_length(x: list[str]) -> int:
    """Take the sum of the lengths of all strings."""
    return sum(len(word) for word in x)


TEXT_STEPS = (
    step(reverse_text),
    step(upper_case),
    step(swap_case),
    step(remove_vowels),
    step(replace_letter, old=tuple("aeionrst"), new=tuple("xyz*#")),
    step(double_each),
    step(shift_letters, k=range(1, 14)),
    step(rotate_text, k=range(2, 8)),
    step(sort_characters),
    step(first_of_equal_characters),
    step(every_second_character),
    step(drop_first_characters, k=range(2, 6)),
    step(run_lengths),
    step(capitals_at_even_places),
    step(split_words),
    step(letter_places),
    step(positions_of, letter=tuple("aeionrst")),
    step(count_vowels),
    step(sort_words),
    step(sort_by_length),
    step(sort_by_last_character),
    step(reverse_words),
    step(reverse_each_word),
    step(keep_longer, k=range(3, 6)),
    step(keep_without, letter=tuple("aeionrst")),
    step(first_of_equal_words),
    step(rotate_words, k=range(2, 4)),
    step(capitalise_every_second),
    step(cut_each, k=range(2, 5)),
    step(append_length),
    step(join_neighbours),
    step(join_words, separator=("-", "+", "/", ", ", " ", ".")),
    step(join_first_letters),
    step(word_lengths),
    step(count_letter_in_words, letter=tuple("aeionrst")),
    step(total_length),
)
