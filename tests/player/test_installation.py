import pytest

from competency_xblock.olx.refused import PackageRefused
from competency_xblock.player.courseware.content import current_course
from competency_xblock.player.installation import install_package


def test_a_package_is_put_in_place_and_taken_up(home, settings, sample_package):
    package = install_package(sample_package.read_bytes(), settings.COMPETENCY_PACKAGE)

    assert package.display_name == "Social media & guidance"
    assert current_course().package.sha256 == package.sha256
    assert [file.name for file in home.iterdir()] == ["course.tar.gz"]


@pytest.mark.parametrize("content", [b"", b"not an archive"])
def test_a_package_that_cannot_be_used_leaves_the_old_one_in_place(home, settings, sample_package, content):
    install_package(sample_package.read_bytes(), settings.COMPETENCY_PACKAGE)
    with pytest.raises(PackageRefused):
        install_package(content, settings.COMPETENCY_PACKAGE)

    assert [file.name for file in home.iterdir()] == ["course.tar.gz"]
    assert settings.COMPETENCY_PACKAGE.read_bytes() == sample_package.read_bytes()
