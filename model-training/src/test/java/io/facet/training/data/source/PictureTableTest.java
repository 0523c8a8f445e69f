package io.facet.training.data.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;

import static org.assertj.core.api.Assertions.assertThat;

class PictureTableTest {
    @TempDir
    private Path folder;

    @Test
    void open_laionParquetWithShards_joinsPicturesByKey() throws Exception {
        Path parquet = folder.resolve("00000.parquet");
        write(parquet, """
                SELECT * FROM (VALUES
                    ('https://a.example/x.jpg', 'a woman   smiling', '000000001', 'success', 0.31),
                    ('https://a.example/y.jpg', 'never downloaded', '000000002', 'failed_to_download', 0.30),
                    ('https://a.example/z.jpg', NULL, '000000000', 'success', 0.29))
                t(url, TEXT, key, status, similarity)""");
        Path shards = Files.createDirectory(folder.resolve("shards"));
        TestPictures.tar(
                shards.resolve("00000.tar"),
                Map.of(
                        "000000000.png", TestPictures.numbered(5),
                        "000000001.png", TestPictures.numbered(6),
                        "000000002.png", TestPictures.numbered(7)));
        DataSpec spec = new DataSpec(Kind.PARQUET, parquet, null, shards, null, null, null, null, null, null);

        try (SampleSource source = SampleSources.open(spec)) {
            assertThat(source.size()).isEqualTo(2);
            assertThat(source.key(0)).isEqualTo("00000.tar/000000001.png");
            assertThat(source.read(0).captions()).containsExactly("a woman smiling");
            assertThat(TestPictures.number(source.read(1).image())).isEqualTo(5);
            assertThat(source.read(1).captions()).isEmpty();
        }
    }

    @Test
    void open_parquetWithUrlsOnly_joinsPicturesByTheirFileName() throws Exception {
        Path parquet = folder.resolve("it's.parquet");
        write(parquet, "SELECT 'https://a.example/img/1.png?w=200' AS URL, 'one' AS caption");
        TestPictures.write(folder.resolve("images"), TestPictures.numberedFiles(2));
        DataSpec spec =
                new DataSpec(Kind.PARQUET, parquet, null, folder.resolve("images"), null, null, null, null, null, null);

        try (SampleSource source = SampleSources.open(spec)) {
            assertThat(source.size()).isEqualTo(1);
            assertThat(source.read(0).captions()).containsExactly("one");
        }
    }

    private static void write(Path parquet, String query) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet)"
                    .formatted(query, parquet.toString().replace("'", "''")));
        }
    }
}
