package io.facet.training.data.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.DataSpec.Split;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;
import io.facet.training.data.UnreadableSampleException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SampleSourcesTest {
    @TempDir
    private Path folder;

    @Test
    void open_folder_listsPicturesInNaturalOrderWithTheirTexts() throws Exception {
        TestPictures.write(
                folder,
                files(
                        "a/10.png", TestPictures.numbered(10),
                        "a/2.png", TestPictures.numbered(2),
                        "a/2.txt", text("  a man\nwith a hat "),
                        ".hidden.png", TestPictures.numbered(1),
                        "notes.md", text("no picture")));

        try (SampleSource source = SampleSources.open(DataSpec.of(Kind.FOLDER, folder))) {
            assertThat(keys(source)).containsExactly("a/2.png", "a/10.png");
            assertThat(source.read(0).captions()).containsExactly("a man with a hat");
            assertThat(TestPictures.number(source.read(1).image())).isEqualTo(10);
            assertThat(source.read(1).captions()).isEmpty();
        }
    }

    @Test
    void open_folderWithCaptions_prefersThem() throws Exception {
        TestPictures.write(
                folder,
                files(
                        "1.png",
                        TestPictures.numbered(1),
                        "1.txt",
                        text("beside"),
                        "captions.jsonl",
                        text("{\"key\":\"1.png\",\"captions\":[\"one\",\"two\"],\"labels\":{\"age\":31}}\n")));

        try (SampleSource source = SampleSources.open(DataSpec.of(Kind.FOLDER, folder))) {
            assertThat(source.read(0).captions()).containsExactly("one", "two");
            assertThat(source.read(0).labels()).containsEntry("age", 31.0);
        }
    }

    @Test
    void open_damagedCaptions_namesTheLine() {
        TestPictures.write(
                folder, files("1.png", TestPictures.numbered(1), "captions.jsonl", text("{\"key\":\"1\"}\n{")));

        assertThatThrownBy(() -> SampleSources.open(DataSpec.of(Kind.FOLDER, folder)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("captions.jsonl, line 2: expected {\"key\"");
    }

    @Test
    void open_emptyFolder_isRefusedByName() {
        TestPictures.write(folder, files("readme.txt", text("nothing here")));

        assertThatThrownBy(() -> SampleSources.open(DataSpec.of(Kind.FOLDER, folder)))
                .isInstanceOf(UserError.class)
                .hasMessage("data set " + folder
                        + " is empty: expected pictures (bmp, jpeg, jpg, png, webp), found none among 1 files");
        assertThatThrownBy(() -> SampleSources.open(DataSpec.of(Kind.FOLDER, folder.resolve("gone"))))
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith("expected a folder, found nothing");
    }

    @Test
    void open_webDataset_groupsMembersOfEachShard() throws Exception {
        TestPictures.tar(
                folder.resolve("2.tar"), files("000.png", TestPictures.numbered(20), "000.txt", text("twenty")));
        TestPictures.tar(
                folder.resolve("10.tar"),
                files(
                        "000.png",
                        TestPictures.numbered(30),
                        "000.json",
                        text("{\"caption\":\"thirty\",\"labels\":{\"age\":30,\"note\":\"x\"}}"),
                        "001.png",
                        TestPictures.numbered(31)));

        try (SampleSource source = SampleSources.open(DataSpec.of(Kind.TAR, folder))) {
            assertThat(keys(source)).containsExactly("2.tar/000.png", "10.tar/000.png", "10.tar/001.png");
            assertThat(source.read(0).captions()).containsExactly("twenty");
            assertThat(source.read(1).captions()).containsExactly("thirty");
            assertThat(source.read(1).labels()).containsExactly(Map.entry("age", 30.0));
            assertThat(TestPictures.number(source.read(2).image())).isEqualTo(31);
        }
    }

    @Test
    void open_tarWithLongNames_readsThem() throws Exception {
        String name = "x".repeat(150) + "/" + "y".repeat(120) + ".png";
        Path tar = TestPictures.tar(folder.resolve("long.tar"), files(name, TestPictures.numbered(7)));

        try (SampleSource source = SampleSources.open(DataSpec.of(Kind.TAR, tar))) {
            assertThat(source.key(0)).isEqualTo("long.tar/" + name);
            assertThat(TestPictures.number(source.read(0).image())).isEqualTo(7);
        }
    }

    @Test
    void open_tarWithCache_keepsTheIndexUntilTheShardChanges() throws Exception {
        Path tar = TestPictures.tar(folder.resolve("a.tar"), TestPictures.numberedFiles(3));
        Path cache = folder.resolve("cache");
        DataSpec spec = new DataSpec(Kind.TAR, tar, null, null, null, cache, null, null, null, null);

        try (SampleSource first = SampleSources.open(spec);
                SampleSource second = SampleSources.open(spec)) {
            assertThat(Files.list(cache)).hasSize(1);
            assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
            assertThat(TestPictures.number(second.read(2).image())).isEqualTo(2);
        }
        TestPictures.tar(tar, TestPictures.numberedFiles(40));
        try (SampleSource changed = SampleSources.open(spec)) {
            assertThat(changed.size()).isEqualTo(40);
        }
    }

    @Test
    void open_tarCutShortOrCompressed_isRefusedByName() throws Exception {
        Path tar = TestPictures.tar(folder.resolve("a.tar"), files("big.png", new byte[100_000]));
        Files.write(tar, Arrays.copyOf(Files.readAllBytes(tar), 50_000));
        Path compressed = Files.write(folder.resolve("b.tar"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3});

        for (Path damaged : List.of(tar, compressed)) {
            assertThatThrownBy(() -> SampleSources.open(DataSpec.of(Kind.TAR, damaged)))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("shard " + damaged + ": expected a whole, uncompressed tar file: ");
        }
    }

    @Test
    void read_brokenPicture_namesShardAndEntry() {
        Path tar = TestPictures.tar(
                folder.resolve("s.tar"),
                files("1.jpg", text("not a picture at all, really"), "2.png", TestPictures.numbered(2)));

        try (SampleSource source = SampleSources.open(DataSpec.of(Kind.TAR, tar))) {
            assertThatThrownBy(() -> source.read(0))
                    .isInstanceOf(UnreadableSampleException.class)
                    .hasMessageStartingWith("s.tar/1.jpg: expected a JPEG, PNG, WebP or BMP picture");
        }
    }

    @Test
    void open_csv_givesPicturesInItsOrder() throws Exception {
        TestPictures.write(folder.resolve("img"), TestPictures.numberedFiles(3));
        TestPictures.write(
                folder,
                files("pairs.csv", text("path,caption\nimg/2.png,\"a man, smiling\"\nimg/gone.png,x\n./img/0.png,\n")));

        try (SampleSource source = SampleSources.open(DataSpec.of(Kind.PAIRS, folder.resolve("pairs.csv")))) {
            assertThat(keys(source)).containsExactly("img/2.png", "img/0.png");
            assertThat(source.read(0).captions()).containsExactly("a man, smiling");
            assertThat(source.read(1).captions()).isEmpty();
        }
    }

    @Test
    void open_jsonLinesAndTsv_areReadToo() throws Exception {
        TestPictures.write(folder, TestPictures.numberedFiles(2));
        TestPictures.write(
                folder,
                files(
                        "p.jsonl",
                                text(
                                        "{\"path\":\"1.png\",\"caption\":\"one\"}\n{\"path\":\"0.png\",\"caption\":\"zero\"}\n"),
                        "p.tsv", text("path\tcaption\n1.png\tone\n0.png\tzero\n")));

        for (String table : List.of("p.jsonl", "p.tsv")) {
            try (SampleSource source = SampleSources.open(DataSpec.of(Kind.PAIRS, folder.resolve(table)))) {
                assertThat(keys(source)).containsExactly("1.png", "0.png");
                assertThat(source.read(1).captions()).containsExactly("zero");
            }
        }
    }

    @Test
    void open_tableWithoutAPathColumn_namesWhatItHas() {
        TestPictures.write(folder, files("t.csv", text("a,b\n1,2\n")));

        assertThatThrownBy(() -> SampleSources.open(DataSpec.of(Kind.PAIRS, folder.resolve("t.csv"))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected a column out of [path,")
                .hasMessageEndingWith("found [a, b]");
    }

    @Test
    void split_tenth_isStableAndComplete() {
        TestPictures.write(folder, TestPictures.numberedFiles(200));
        DataSpec spec = DataSpec.of(Kind.FOLDER, folder);
        List<String> held;
        List<String> rest;
        try (SampleSource heldOut = SampleSources.open(spec.with(Split.HELD_OUT));
                SampleSource train = SampleSources.open(spec.with(Split.TRAIN))) {
            held = keys(heldOut);
            rest = keys(train);
        }
        assertThat(held).hasSizeBetween(8, 35).doesNotContainAnyElementsOf(rest);
        assertThat(held.size() + rest.size()).isEqualTo(200);

        TestPictures.write(folder, Map.of("new.png", TestPictures.numbered(1)));
        try (SampleSource heldOut = SampleSources.open(spec.with(Split.HELD_OUT))) {
            assertThat(keys(heldOut)).containsAll(held);
            assertThat(keys(heldOut)).doesNotContainAnyElementsOf(rest);
        }
    }

    @Test
    void concatenated_sets_followOneAnother() throws Exception {
        TestPictures.write(folder.resolve("a"), TestPictures.numberedFiles(3));
        TestPictures.write(folder.resolve("b"), Map.of("9.png", TestPictures.numbered(9)));
        DataSpec spec = DataSpec.concatenated(
                List.of(DataSpec.of(Kind.FOLDER, folder.resolve("a")), DataSpec.of(Kind.FOLDER, folder.resolve("b"))));

        try (SampleSource source = SampleSources.open(spec)) {
            assertThat(keys(source)).containsExactly("0.png", "1.png", "2.png", "9.png");
            assertThat(TestPictures.number(source.read(3).image())).isEqualTo(9);
        }
    }

    @Test
    void fingerprint_changesWithTheSet() {
        TestPictures.write(folder, TestPictures.numberedFiles(3));
        DataSpec spec = DataSpec.of(Kind.FOLDER, folder);
        String before = fingerprint(spec);

        assertThat(fingerprint(spec)).isEqualTo(before).hasSize(64);
        TestPictures.write(folder, Map.of("0.txt", text("a face")));
        assertThat(fingerprint(spec)).isNotEqualTo(before);
    }

    @Test
    void spec_fromJson_takesDefaults() throws Exception {
        DataSpec spec = new ObjectMapper()
                .readValue("{\"kind\":\"UTKFACE\",\"path\":\"faces.tar\",\"split\":\"TRAIN\"}", DataSpec.class);

        assertThat(spec.heldOut()).isEqualTo(0.1);
        assertThat(spec.split()).isEqualTo(Split.TRAIN);
        assertThatThrownBy(() -> DataSpec.concatenated(List.of())).hasMessageContaining("either a kind or parts");
    }

    private static String fingerprint(DataSpec spec) {
        try (SampleSource source = SampleSources.open(spec)) {
            return source.fingerprint();
        }
    }

    private static List<String> keys(SampleSource source) {
        return IntStream.range(0, source.size()).mapToObj(source::key).toList();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Names and contents in turn. */
    private static Map<String, byte[]> files(Object... namesAndBytes) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < namesAndBytes.length; i += 2) {
            files.put((String) namesAndBytes[i], (byte[]) namesAndBytes[i + 1]);
        }
        return files;
    }
}
