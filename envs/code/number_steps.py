"""Steps that start from an integer or from a list of integers. Each docstring is a sentence of the prompt."""

from prorl.envs.code.step import step


def keep_greater(x: list[int], k: int) -> list[int]:
    """Keep only the numbers greater than {k}."""
    return [n for n in x if n > k]


def keep_less(x: list[int], k: int) -> list[int]:
    """Keep only the numbers less than {k}."""
    return [n for n in x if n < k]


def keep_even(x: list[int]) -> list[int]:
    """Keep only the even numbers."""
    return [n for n in x if n % 2 == 0]


def keep_odd(x: list[int]) -> list[int]:
    """Keep only the odd numbers."""
    return [n for n in x if n % 2 == 1]


def drop_multiples(x: list[int], k: int) -> list[int]:
    """Remove every number that is divisible by {k} (0 is)."""
    return [n for n in x if n % k != 0]


def add_to_each(x: list[int], k: int) -> list[int]:
    """Add {k} to every number."""
    return [n + k for n in x]


def multiply_each(x: list[int], k: int) -> list[int]:
    """Multiply every number by {k}."""
    return [n * k for n in x]


def square_each(x: list[int]) -> list[int]:
    """Replace every number by its square."""
    return [n * n for n in x]


def absolute_each(x: list[int]) -> list[int]:
    """Replace every number by its absolute value."""
    return [abs(n) for n in x]


def remainder_each(x: list[int], k: int) -> list[int]:
    """Replace every number by its remainder modulo {k}, which is never negative."""
    return [n % k for n in x]


def divide_each(x: list[int], k: int) -> list[int]:
    """Divide every number by {k}, rounding down (so -1 becomes -1)."""
    return [n // k for n in x]


def sort_up(x: list[int]) -> list[int]:
    """Sort the numbers in ascending order."""
    return sorted(x)


def sort_down(x: list[int]) -> list[int]:
    """Sort the numbers in descending order."""
    return sorted(x, reverse=True)


def sort_by_size(x: list[int]) -> list[int]:
    """Sort the numbers by absolute value, smallest first; of equal ones the negative comes first."""
    return sorted(x, key=lambda n: (abs(n), n))


def keep_first_of_equals(x: list[int]) -> list[int]:
    """Remove repeated numbers, keeping the first occurrence of each."""
    return list(dict.fromkeys(x))


def keep_last_of_equals(x: list[int]) -> list[int]:
    """Remove repeated numbers, keeping the last occurrence of each."""
    return [n for i, n in enumerate(x) if n not in x[i + 1 :]]


def running_sum(x: list[int]) -> list[int]:
    """Replace every number by the sum of all numbers up to and including it."""
    return [sum(x[: i + 1]) for i in range(len(x))]


def running_maximum(x: list[int]) -> list[int]:
    """Replace every number by the largest of all numbers up to and including it."""
    return [max(x[: i + 1]) for i in range(len(x))]


def take_first(x: list[int], k: int) -> list[int]:
    """Keep only the first {k} numbers (all of them if there are fewer)."""
    return x[:k]


def drop_first(x: list[int], k: int) -> list[int]:
    """Remove the first {k} numbers (all of them if there are fewer)."""
    return x[k:]


def drop_last(x: list[int], k: int) -> list[int]:
    """Remove the last {k} numbers (all of them if there are fewer)."""
    return x[: max(0, len(x) - k)]


def every_second(x: list[int]) -> list[int]:
    """Keep the first, third, fifth number and so on; remove the others."""
    return x[::2]


def reverse_list(x: list[int]) -> list[int]:
    """Reverse the list."""
    return x[::-1]


def rotate_list(x: list[int], k: int) -> list[int]:
    """Move the first number to the end of the list, {k} times over (an empty list stays empty)."""
    return x[k % len(x) :] + x[: k % len(x)] if x else []


def differences(x: list[int]) -> list[int]:
    """Replace the list by the differences of neighbours, later minus earlier (an empty list if too short)."""
    return [x[i] - x[i - 1] for i in range(1, len(x))]


def clip_each(x: list[int], low: int, high: int) -> list[int]:
    """Replace numbers below {low} by {low} and numbers above {high} by {high}."""
    return [min(max(n, low), high) for n in x]


def group_sums(x: list[int], k: int) -> list[int]:
    """Cut the list into groups of {k} from the left (the last may be shorter) and list their sums."""
    return [sum(x[i : i + k]) for i in range(0, len(x), k)]


def add_positions(x: list[int]) -> list[int]:
    """Add to every number its position in the list, counting from 0."""
    return [n + i for i, n in enumerate(x)]


def append_mirror(x: list[int]) -> list[int]:
    """Append the reversed list to the list."""
    return x + x[::-1]


def swap_pairs(x: list[int]) -> list[int]:
    """Swap the first and second number, the third and fourth, and so on; an unpaired last one stays."""
    return [n for i in range(0, len(x), 2) for n in x[i : i + 2][::-1]]


def negate_every_second(x: list[int]) -> list[int]:
    """Multiply the second, fourth, sixth number and so on by -1."""
    return [-n if i % 2 else n for i, n in enumerate(x)]


def subtract_smallest(x: list[int]) -> list[int]:
    """Subtract the smallest number of the list from every number (an empty list stays empty)."""
    return [n - min(x) for n in x]


def total(x: list[int]) -> int:
    """Take the sum of the numbers (0 for an empty list)."""
    return sum(x)


def spread(x: list[int]) -> int:
    """Take the largest number minus the smallest (0 for an empty list)."""
    return max(x) - min(x) if x else 0


def alternating_sum(x: list[int]) -> int:
    """Take the first number minus the second plus the third and so on (0 for an empty list)."""
    return sum(x[::2]) - sum(x[1::2])


def weighted_sum(x: list[int]) -> int:
    """Multiply every number by its position, counting from 1, and take the sum (0 for an empty list)."""
    return sum(i * n for i, n in enumerate(x, start=1))


def add_number(x: int, k: int) -> int:
    """Add {k}."""
    return x + k


def multiply_number(x: int, k: int) -> int:
    """Multiply by {k}."""
    return x * k


def digit_sum(x: int) -> int:
    """Take the sum of the decimal digits of the absolute value."""
    return sum(int(digit) for digit in str(abs(x)))


def halve_or_triple(x: int) -> int:
    """If the number is even, halve it; if it is odd, multiply it by 3 and add 1."""
    return x // 2 if x % 2 == 0 else 3 * x + 1


def distance(x: int, k: int) -> int:
    """Take the absolute value of the difference from {k}."""
    return abs(x - k)


def reverse_digits(x: int) -> int:
    """Reverse the decimal digits of the absolute value (120 becomes 21) and keep the sign."""
    return int(str(abs(x))[::-1]) * (-1 if x < 0 else 1)


def list_digits(x: int) -> list[int]:
    """List the decimal digits of the absolute value, from the left."""
    return [int(digit) for digit in str(abs(x))]


def list_following(x: int, k: int) -> list[int]:
    """List the number and the {k} integers that follow it, in ascending order."""
    return list(range(x, x + k + 1))


def list_remainders(x: int, k: int) -> list[int]:
    """List the remainders (never negative) of the number modulo 2, 3 and so on up to {k}."""
    return [x % divisor for divisor in range(2, k + 1)]


NUMBER_STEPS = (
    step(keep_greater, k=range(-6, 9)),
    step(keep_less, k=range(-3, 12)),
    step(keep_even),
    step(keep_odd),
    step(drop_multiples, k=range(2, 6)),
    step(add_to_each, k=range(1, 21)),
    step(multiply_each, k=range(2, 6)),
    step(square_each),
    step(absolute_each),
    step(remainder_each, k=range(4, 14)),
    step(divide_each, k=range(2, 6)),
    step(sort_up),
    step(sort_down),
    step(sort_by_size),
    step(keep_first_of_equals),
    step(keep_last_of_equals),
    step(running_sum),
    step(running_maximum),
    step(take_first, k=range(2, 6)),
    step(drop_first, k=range(2, 4)),
    step(drop_last, k=range(2, 4)),
    step(every_second),
    step(reverse_list),
    step(rotate_list, k=range(2, 5)),
    step(differences),
    step(clip_each, low=range(-9, 0), high=range(5, 15)),
    step(group_sums, k=range(2, 4)),
    step(add_positions),
    step(append_mirror),
    step(swap_pairs),
    step(negate_every_second),
    step(subtract_smallest),
    step(total),
    step(spread),
    step(alternating_sum),
    step(weighted_sum),
    step(add_number, k=range(1, 100)),
    step(multiply_number, k=range(2, 10)),
    step(digit_sum),
    step(halve_or_triple),
    step(distance, k=range(5, 100)),
    step(reverse_digits),
    step(list_digits),
    step(list_following, k=range(3, 8)),
    step(list_remainders, k=range(5, 11)),
)
