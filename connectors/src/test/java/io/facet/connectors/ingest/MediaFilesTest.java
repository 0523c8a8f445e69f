package io.facet.connectors.ingest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MediaFilesTest {
    @TempDir
    Path folder;

    @Test
    void list_ofFolder_findsFilesRecursivelyInOrderWithUniqueStreams() throws Exception {
        touch("b/door.mp4");
        touch("a/door.mp4");
        touch("a/door-2.mov");
        touch("yard.tar.gz");
        touch(".hidden/x.mp4");

        MediaFiles found = MediaFiles.list(List.of(folder));

        assertThat(found.files()).extracting(MediaFile::stream).containsExactly("door-2", "door", "door-3", "yard.tar");
        assertThat(found.files())
                .extracting(file -> folder.relativize(file.path()).toString())
                .containsExactly("a/door-2.mov", "a/door.mp4", "b/door.mp4", "yard.tar.gz");
        assertThat(found.skipped()).containsExactly(folder.resolve(".hidden/x.mp4"));
    }

    @Test
    void list_ofFilesNamedDirectly_keepsTheirOrderAndListsEachOnce() throws Exception {
        Path second = touch("2.mp4");
        Path hidden = touch(".cam.mp4");
        MediaFiles found = MediaFiles.list(List.of(second, hidden, second, folder));
        assertThat(found.files()).extracting(MediaFile::path).containsExactly(second, hidden);
    }

    @Test
    void list_ofNothing_saysSo() throws Exception {
        Path missing = folder.resolve("missing.mp4");
        assertThatThrownBy(() -> MediaFiles.list(List.of(missing)))
                .isInstanceOf(IngestException.class)
                .hasMessage("expected a file or folder, found nothing at " + missing);
        assertThatThrownBy(() -> MediaFiles.list(List.of(folder)))
                .isInstanceOf(IngestException.class)
                .hasMessage("expected files in folder " + folder + ", found none");
    }

    private Path touch(String name) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
