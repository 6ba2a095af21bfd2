"""What it takes to bring 1,000 characters in and out: seconds, files a second, and the memory of the process.

    .venv/bin/python benchmarks/bulk.py [--files 1000]

Starts everything on loopback in a temporary folder. Prints a table in Markdown. Publishing is measured without the
vectors, which workers make afterwards.
"""

import argparse
import io
import os
import resource
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import bench_site
from tables import number, table


def contents(num):
    """So many contents varied from the starter files, each with links to others of them."""
    from characters.content_files import read_file
    from characters.editions import SimilarContent
    from embedded import folder

    models = [read_file(path) for path in sorted((folder.ROOT / "content/characters").glob("*.md"))]
    for at in range(num):
        model = models[at % len(models)]
        others = [(at + step) % num for step in (1, 2, 3, 5)]
        slugs = [f"{models[other % len(models)].slug}-{other}" for other in others]
        yield replace(
            model,
            slug=f"{model.slug}-{at}",
            name=f"{model.name} {at}",
            similar=tuple(SimilarContent(slug, "Both asked the same.") for slug in dict.fromkeys(slugs)),
        )


def write_folder(path: Path, num):
    from characters.content_files import written

    for content in contents(num):
        (path / f"{content.slug}.md").write_text(written(content))


def zipped(folder: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.glob("*.md")):
            archive.write(path, path.name)
    return out.getvalue()


def job_seconds(kind, **options):
    from desk import jobs
    from desk.models import Job

    job = jobs.start(kind, **options)
    began_at = time.monotonic()
    jobs.run(job.pk)
    seconds = time.monotonic() - began_at
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.failure
    return seconds, job.report


def steps(folder: Path, num):
    """Each step's label, seconds, and what came of it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from desk.bulk.exporting import Format
    from desk.bulk.uploads import keep_uploads

    archive = keep_uploads([SimpleUploadedFile("catalog.zip", zipped(folder))])
    options = {"archive": archive, "existing": "change", "publish": False}
    for label, more in (
        ("import, rehearsed", {"dry_run": True}),
        ("import", {"dry_run": False}),
        ("import again, nothing to do", {"dry_run": False}),
    ):
        seconds, report = job_seconds("import_files", **{**options, **more})
        yield label, seconds, ", ".join(f"{n} {deed}" for deed, n in report["counts"].items() if n)
    for label in ("sync_characters, all published", "sync_characters again"):
        began_at = time.monotonic()
        bench_site.manage("sync_characters", str(folder), "--force")
        yield label, time.monotonic() - began_at, ""
    for format in (Format.STARTER, Format.CARD_PNG, Format.XLSX):
        seconds, report = job_seconds("export_characters", ids=None, format=format.value, of_live=False)
        yield f"export, {format.value}", seconds, f"{report['bytes'] / 1e6:.1f} MB"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=1_000)
    options = parser.parse_args()
    with bench_site.servers_in_a_temporary_folder() as (var, _):
        bench_site.manage("migrate", "--verbosity=0")
        folder = var / "catalog"
        folder.mkdir()
        write_folder(folder, options.files)
        rows = [
            [label, number(seconds), number(options.files / seconds), note]
            for label, seconds, note in steps(folder, options.files)
        ]
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(
            f"\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {load}; {options.files:,} files; "
            f"peak memory of the process that imports and exports {peak:,.0f} MB.\n"
        )
        print(table(["step", "seconds", "files/s", "what came of it"], rows))


if __name__ == "__main__":
    main()
