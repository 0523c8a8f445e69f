package io.facet.training.data.caption;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;
import io.facet.training.data.source.SampleSources;

import static org.assertj.core.api.Assertions.assertThat;

class CaptionWriterTest {
    private static final Map<String, Double> OLD_WOMAN =
            Map.of(FaceLabels.AGE, 81.0, FaceLabels.GENDER, 1.0, FaceLabels.RACE, 2.0);

    @TempDir
    private Path folder;

    @Test
    void captions_sameSeedAndKey_areTheSame_otherKeysVary() {
        CaptionWriter writer = new CaptionWriter(7, 3);

        assertThat(writer.captions("a", OLD_WOMAN))
                .isEqualTo(new CaptionWriter(7, 3).captions("a", OLD_WOMAN))
                .hasSize(3)
                .doesNotHaveDuplicates();
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            all.addAll(writer.captions("key" + i, OLD_WOMAN));
        }
        assertThat(all).hasSizeGreaterThan(50);
        assertThat(all).allMatch(caption -> caption.contains("woman"));
        assertThat(all).anyMatch(caption -> caption.contains("an 81 year old"));
        assertThat(all).anyMatch(caption -> caption.contains("in her eighties"));
        assertThat(all).anyMatch(caption -> caption.contains("elderly"));
        assertThat(all).noneMatch(caption -> caption.contains("a 81") || caption.contains("a elderly"));
    }

    @Test
    void captions_ofEveryLabel_tellNothingThatIsNotSo() {
        CaptionWriter writer = new CaptionWriter(1, 40);

        assertThat(writer.captions("k", Map.of(FaceLabels.AGE, 0.0, FaceLabels.GENDER, 0.0)))
                .allMatch(caption -> caption.endsWith("baby boy"));
        assertThat(writer.captions("k", Map.of(FaceLabels.AGE, 8.0, FaceLabels.GENDER, 1.0)))
                .allMatch(caption -> caption.endsWith("girl"));
        assertThat(writer.captions("k", Map.of(FaceLabels.EXPRESSION, 4.0)))
                .allMatch(caption -> caption.matches(".*(neutral|calm|serious).*"));
        List<String> worn = writer.captions(
                "k",
                Map.of(
                        FaceLabels.EYEGLASSES, 1.0,
                        FaceLabels.HAT, 1.0,
                        FaceLabels.EARRINGS, 0.0,
                        FaceLabels.NECKLACE, 0.0,
                        FaceLabels.HAIR, 0.0));
        assertThat(worn)
                .anyMatch(caption -> caption.contains("glasses"))
                .anyMatch(caption -> caption.contains("hat"))
                .noneMatch(caption -> caption.matches(".*(earring|necklace|bald).*"));
    }

    @Test
    void captions_identityAlone_saysNothing() {
        assertThat(new CaptionWriter(1, 4).captions("k", Map.of(FaceLabels.IDENTITY, 12.0)))
                .isEmpty();
        assertThat(new CaptionWriter(1, 4).captions("k", Map.of())).isEmpty();
    }

    @Test
    void write_set_isReadBackWithItsSource() throws Exception {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("U/31_0_1_1.png", TestPictures.numbered(1));
        members.put("U/999_0_1_1.png", TestPictures.numbered(2));
        Path tar = TestPictures.tar(folder.resolve("f.tar"), members);
        Path file = folder.resolve("out/captions.jsonl");

        CaptionWriter.Result result;
        try (SampleSource source = SampleSources.open(DataSpec.of(Kind.UTKFACE, tar))) {
            result = new CaptionWriter(3, 2).write(source, file, done -> {});
        }

        assertThat(result.written()).isEqualTo(1);
        assertThat(result.unreadable()).isEqualTo(1);
        assertThat(result.reasons()).containsExactly("f.tar/U/999_0_1_1.png: expected age in 0 to 122, found 999");
        assertThat(Files.readAllLines(file)).hasSize(1);
        DataSpec spec = new DataSpec(Kind.TAR, tar, file, null, null, null, null, null, null, null);
        try (SampleSource source = SampleSources.open(spec)) {
            assertThat(source.read(0).captions())
                    .hasSize(2)
                    .isEqualTo(new CaptionWriter(3, 2)
                            .captions(source.key(0), source.read(0).labels()));
            assertThat(source.read(0).labels()).containsEntry(FaceLabels.AGE, 31.0);
        }
    }
}
