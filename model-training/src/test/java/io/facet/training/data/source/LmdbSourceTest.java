package io.facet.training.data.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;
import io.facet.training.data.UnreadableSampleException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LmdbSourceTest {
    @TempDir
    private Path folder;

    private Path environment;

    @BeforeEach
    void writeEnvironment() throws Exception {
        environment = Files.createDirectory(folder.resolve("faces.lmdb"));
        try (Env<byte[]> env =
                Env.create(ByteArrayProxy.PROXY_BA).setMapSize(4 << 20).open(environment.toFile())) {
            Dbi<byte[]> database = env.openDbi((byte[]) null, DbiFlags.MDB_CREATE);
            for (int i = 0; i < 3; i++) {
                database.put(utf8("face-" + i), TestPictures.numbered(i));
            }
            database.put(utf8("length"), utf8("3"));
        }
    }

    @Test
    void open_withKeys_givesTheirOrderAndNamesWhatIsMissing() throws Exception {
        Path keys = Files.write(folder.resolve("keys.txt"), List.of("face-2", "face-0", "", "face-9"));
        DataSpec spec = new DataSpec(Kind.LMDB, environment, null, null, keys, null, null, null, null, null);

        try (SampleSource source = SampleSources.open(spec)) {
            assertThat(source.size()).isEqualTo(3);
            assertThat(TestPictures.number(source.read(0).image())).isEqualTo(2);
            assertThat(source.read(1).key()).isEqualTo("face-0");
            assertThatThrownBy(() -> source.read(2))
                    .isInstanceOf(UnreadableSampleException.class)
                    .hasMessage("face-9: no such key in " + environment);
        }
    }

    @Test
    void open_withoutKeys_givesAllPictures() throws Exception {
        try (SampleSource source = SampleSources.open(DataSpec.of(Kind.LMDB, environment))) {
            assertThat(source.size()).isEqualTo(3);
            assertThat(TestPictures.number(source.read(1).image())).isEqualTo(1);
            assertThat(source.fingerprint()).hasSize(64);
        }
    }

    @Test
    void open_noEnvironment_isRefused() {
        assertThatThrownBy(() -> SampleSources.open(DataSpec.of(Kind.LMDB, folder.resolve("gone"))))
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith("expected an LMDB environment, found none");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
