"""Publish somebody whose page is in Arabic. Run as a script with the site's settings; prints the slug."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tests.factories import published_character  # noqa: E402

SLUG, NAME = "zad-ibn-rushd", "ابن رشد"
BIOGRAPHY = """وُلد أبو الوليد محمد بن أحمد بن رشد في قرطبة سنة 1126، في بيت عُرف بالقضاء والفقه. درس الطب
والفلك والفلسفة، وكتب شروحه على أرسطو التي قرأها طلاب باريس قرونًا من بعده.

ومن كتبه *تهافت التهافت* و[فصل المقال](https://example.org/fasl)، وفيه يسأل: هل النظر في الفلسفة مباح بالشرع؟

- قاضي إشبيلية سنة 1169، ثم قاضي قرطبة من بعدها بسنوات قليلة.
- طبيب الخليفة في مراكش، حيث مات سنة 1198.

> الحكمة صاحبة الشريعة والأخت الرضيعة لها، وهما المصطحبتان بالطبع، المتحابتان بالجوهر والغريزة.
"""


def main():
    published_character(
        slug=SLUG,
        name=NAME,
        sort_name="Zad",
        born=1126,
        died=1198,
        fields=["philosophy"],
        tagline="قاضٍ وطبيب علّم أوروبا كيف تقرأ أرسطو.",
        biography=BIOGRAPHY,
        greeting="أهلًا بك. فيمَ ننظر اليوم؟",
    )


if __name__ == "__main__":
    main()
