package io.facet.training.data.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;
import io.facet.training.data.UnreadableSampleException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whether a picture is still known is seen by taking its file away. */
class KeptPicturesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writePictures() {
        TestPictures.write(folder, Map.of("1.png", TestPictures.numbered(1), "2.png", TestPictures.numbered(2)));
    }

    @Test
    void read_again_isTheSamePictureWithoutItsFile() throws Exception {
        try (SampleSource kept = open(1 << 20)) {
            kept.read(0);
            Files.delete(folder.resolve("1.png"));

            assertThat(TestPictures.number(kept.read(0).image())).isEqualTo(1);
            assertThat(TestPictures.number(kept.read(1).image())).isEqualTo(2);
        }
    }

    @Test
    void read_memoryOfOnePicture_keepsTheFirstAndStillReadsTheOther() throws Exception {
        try (SampleSource plain = SampleSources.open(DataSpec.of(Kind.FOLDER, folder));
                SampleSource kept = open(plain.read(0).image().pixels().length)) {
            kept.read(1);
            assertThat(TestPictures.number(kept.read(0).image())).isEqualTo(1);
            Files.delete(folder.resolve("1.png"));
            Files.delete(folder.resolve("2.png"));

            assertThat(TestPictures.number(kept.read(1).image())).isEqualTo(2);
            assertThatThrownBy(() -> kept.read(0)).isInstanceOf(UnreadableSampleException.class);
        }
    }

    private SampleSource open(long bytes) {
        return new KeptPictures(SampleSources.open(DataSpec.of(Kind.FOLDER, folder)), new MemoryShare(bytes));
    }
}
