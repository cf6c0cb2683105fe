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
PLAYER = [
    "dj-database-url>=2.1",
    # The REST interface; Open edX brings its own.
    "djangorestframework>=3.16",
    "edx-opaque-keys>=2.9",
    "lazy>=1.4",
    "waitress>=3.0",
    "whitenoise>=6.6",
]
DATABASES = ["psycopg[binary]>=3.1.18", "PyMySQL>=1.1"]
# `competency check` and `build` need nothing more; authors also play what they wrote, with `competency demo`.
AUTHOR = PLAYER
DEV = [
    *PLAYER,
    *DATABASES,
    # Tests.
    "axe-playwright-python>=0.1.8",
    "coverage>=7.17",
    "hypothesis>=6.170",
    "jsonschema>=4.26",
    "olxcleaner>=0.3",
    "playwright>=1.65",
    "pytest>=9.2",
    "pytest-cov>=7.1",
    "pytest-django>=4.14",
    "pytest-xdist>=3.8",
    # Types, style, layers.
    "codespell>=2.4",
    "django-stubs>=6.1",
    "import-linter>=2.16",
    "lxml-stubs>=0.5.1",
    "mypy>=2.4",
    "ruff>=0.17",
    "types-Markdown>=3.11",
    "types-PyYAML>=6.0",
    # Renewing the lock files.
    "uv>=0.13",
]

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
    extras_require={"player": PLAYER, "databases": DATABASES, "author": AUTHOR, "dev": DEV},
    entry_points={
        "xblock.v1": [
            "competency_scenario = competency_xblock.blocks.scenario:CompetencyScenarioBlock",
            "competency_lesson = competency_xblock.blocks.lesson:CompetencyLessonBlock",
            "competency_profile = competency_xblock.blocks.profile:CompetencyProfileBlock",
        ],
        "lms.djangoapp": ["competency_evidence = competency_xblock.evidence.apps:EvidenceConfig"],
        "console_scripts": ["competency = competency_xblock.cli:main"],
    },
    classifiers=[
        "Framework :: Django :: 5.2",
        "Natural Language :: English",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
    ],
)
