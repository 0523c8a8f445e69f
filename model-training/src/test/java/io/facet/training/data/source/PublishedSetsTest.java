package io.facet.training.data.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.inference.testing.SharedData;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PublishedSetsTest {
    @TempDir
    private Path folder;

    @Test
    void all_sets_areInTheTable() throws Exception {
        String table = Files.readString(SharedData.repository().resolve("model-training/DATA-SETS.md"));

        assertThat(PublishedSets.all()).hasSize(16);
        for (PublishedSet set : PublishedSets.all()) {
            SetCard card = set.card();
            String row = table.lines()
                    .filter(line -> line.startsWith("| `" + set.kind().name().toLowerCase(Locale.ROOT) + "`"))
                    .findFirst()
                    .orElse("no row");
            assertThat(row).as("row of " + set.kind()).contains(card.title());
            for (SetCard.Part part : card.parts()) {
                assertThat(row).as("row of " + set.kind()).contains(part.name());
                if (part.samples() > 0) {
                    assertThat(row).contains(String.format(Locale.ROOT, "%,d", part.samples()));
                }
            }
        }
    }

    @Test
    void open_unknownPart_saysWhichThereAre() {
        assertThatThrownBy(() -> SetFixture.open(Kind.LAPA, folder, "dev"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "data set %s: expected a part of LaPa out of [train, val, test], found dev".formatted(folder));
        assertThatThrownBy(() -> SetFixture.open(Kind.FOLDER, folder, "train"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("kind FOLDER has no parts");
    }

    @Test
    void open_everyKind_isRefusedByNameInAnEmptyFolder() {
        EnumSet<Kind> published = EnumSet.noneOf(Kind.class);
        for (PublishedSet set : PublishedSets.all()) {
            published.add(set.kind());
            String part = set.card().parts().get(0).name();
            assertThatThrownBy(() -> SetFixture.open(set.kind(), folder, part))
                    .as(set.card().title())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(folder.toString());
        }
        assertThat(published).contains(Kind.WFLW, Kind.CELEBA, Kind.MS1MV3);
    }

    @Test
    void open_setInTarShards_isReadAsInAFolder() throws Exception {
        Path tar = TestPictures.tar(
                folder.resolve("raf.tar"),
                Map.of(
                        "aligned/train_00001_aligned.jpg",
                        TestPictures.numbered(3),
                        "list_patition_label.txt",
                        "train_00001.jpg 4\n".getBytes(StandardCharsets.US_ASCII)));

        try (SampleSource source = SetFixture.open(Kind.RAFDB, tar, "train")) {
            assertThat(source.key(0)).isEqualTo("raf.tar/aligned/train_00001_aligned.jpg");
            assertThat(TestPictures.number(source.read(0).image())).isEqualTo(3);
        }
    }

    @Test
    void fingerprint_ofAChangedTable_changes() {
        SetFixture.pictures(folder, "aligned/train_00001_aligned.jpg");
        SetFixture.text(folder, "list_patition_label.txt", "train_00001.jpg 4\n");
        String before = fingerprint();
        SetFixture.text(folder, "list_patition_label.txt", "train_00001.jpg 5\n");

        assertThat(fingerprint()).isNotEqualTo(before);
    }

    @Test
    void read_specificationWithAPart_keepsIt() throws Exception {
        DataSpec spec = new ObjectMapper()
                .findAndRegisterModules()
                .readValue("{\"kind\": \"WFLW\", \"path\": \"sets/wflw\", \"part\": \"blur\"}", DataSpec.class);

        assertThat(spec.part()).isEqualTo("blur");
        assertThat(spec.under(folder).part()).isEqualTo("blur");
        assertThat(spec.with(DataSpec.Split.TRAIN).part()).isEqualTo("blur");
        assertThatThrownBy(() -> DataSpec.concatenated(List.of(spec)).withPart("train"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String fingerprint() {
        try (SampleSource source = SetFixture.open(Kind.RAFDB, folder, "train")) {
            return source.fingerprint();
        }
    }
}
