"""Packaging of competency_xblock. Lower bounds only: Open edX installs us beside its own pinned versions."""

from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent
VERSION = next(
    line.split('"')[1]
    for line in (ROOT / "competency_xblock/__init__.py").read_text(encoding="utf-8").splitlines()
    if line.startswith("__version__")
)
# xblock.django, which turns Django's requests into those of the blocks, imports lazy and does not ask for it.
PLAYER = ["dj-database-url>=2.1", "edx-opaque-keys>=2.9", "lazy>=1.4", "waitress>=3.0", "whitenoise>=6.6"]
DATABASES = ["psycopg[binary]>=3.1.18", "PyMySQL>=1.1"]

setup(
    name="competency-xblock",
    version=VERSION,
    description="Training in social media for career practitioners, as XBlocks for Open edX.",
    long_description=(ROOT / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license_expression="AGPL-3.0-or-later",
    license_files=["LICENSE"],
    python_requires=">=3.11",
    packages=find_packages(include=["competency_xblock", "competency_xblock.*"]),
    include_package_data=False,
    package_data={
        "": ["locale/*/LC_MESSAGES/*", "public/**", "static/**", "templates/**"],
        "competency_xblock": ["py.typed"],
        "competency_xblock.authoring": ["*.json"],
    },
    install_requires=[
        "XBlock>=5.3",
        "Django>=5.2",
        "Markdown>=3.7",
        "PyYAML>=6.0",
        "click>=8.1",
        "lxml>=5.3",
        "nh3>=0.3.0",
    ],
    extras_require={"player": PLAYER, "databases": DATABASES},
    entry_points={
        "xblock.v1": [
            "competency_scenario = competency_xblock.blocks.scenario:CompetencyScenarioBlock",
            "competency_lesson = competency_xblock.blocks.lesson:CompetencyLessonBlock",
        ],
        "console_scripts": ["competency = competency_xblock.cli:main"],
    },
    classifiers=[
        "Framework :: Django :: 5.2",
        "Natural Language :: English",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
    ],
)
