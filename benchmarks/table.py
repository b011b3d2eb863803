"""How benchmarks print: one small table."""


def show(title: str, head: list[str], rows: list[list]) -> None:
    texts = [head, *[[_text(value) for value in row] for row in rows]]
    widths = [max(len(row[column]) for row in texts) for column in range(len(head))]
    print(title)
    for number, row in enumerate(texts):
        print(
            "  "
            + row[0].ljust(widths[0])
            + "".join(f"  {text:>{width}}" for text, width in zip(row[1:], widths[1:], strict=True))
        )
        if number == 0:
            print("  " + "-" * (sum(widths) + 2 * len(widths) - 2))


def _text(value) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
