package io.facet.training.data.source.landmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;
import io.facet.training.data.source.Points;
import io.facet.training.data.source.SampleSources;
import io.facet.training.data.source.SetFixture;
import io.facet.training.data.source.matlab.MatlabMiniature;
import io.facet.vision.landmark.LandmarkScheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LandmarkSetsTest {
    @TempDir
    private Path folder;

    @Test
    void open_300w_hasTheOfficialSplits() throws Exception {
        for (String name : List.of(
                "afw/1",
                "afw/1_mirror",
                "helen/trainset/2",
                "lfpw/trainset/3",
                "helen/testset/4",
                "lfpw/testset/5",
                "ibug/image 6",
                "300W/01_Indoor/7",
                "300W/02_Outdoor/8")) {
            SetFixture.pictures(folder, "300W/" + name + ".png");
            SetFixture.text(folder, "300W/" + name + ".pts", pts(68));
        }

        assertThat(SetFixture.keys(Kind.W300, folder, "train"))
                .containsExactly("300W/afw/1.png", "300W/helen/trainset/2.png", "300W/lfpw/trainset/3.png");
        assertThat(SetFixture.keys(Kind.W300, folder, "common")).hasSize(2);
        assertThat(SetFixture.keys(Kind.W300, folder, "challenging")).containsExactly("300W/ibug/image 6.png");
        assertThat(SetFixture.keys(Kind.W300, folder, "full")).hasSize(3);
        assertThat(SetFixture.keys(Kind.W300, folder, "private")).hasSize(2);
        try (SampleSource source = SetFixture.open(Kind.W300, folder, "challenging")) {
            assertThat(source.read(0).targets().landmarks()).hasSize(136).startsWith(0.5f, 1.5f, 1.5f, 2.5f);
        }
    }

    @Test
    void read_300wWithoutPoints_saysWhereTheyWereExpected() throws Exception {
        SetFixture.pictures(folder, "ibug/1.png", "ibug/2.png");
        SetFixture.text(folder, "ibug/2.pts", pts(5));

        try (SampleSource source = SetFixture.open(Kind.W300, folder, "challenging")) {
            assertThatThrownBy(() -> source.read(0))
                    .hasMessage("ibug/1.png: expected its points in " + folder + "/ibug/1.pts, found none");
            assertThatThrownBy(() -> source.read(1))
                    .hasMessageContaining("68 lines of x and y")
                    .hasMessageEndingWith("found 10 numbers");
        }
    }

    @Test
    void open_shared300w_hasTheSamePointsAsOurOwnLayout() throws Exception {
        Path tar = TestPictures.shared("data/300w-train.tar");
        try (SampleSource whole = SampleSources.open(DataSpec.of(Kind.W300, tar));
                SampleSource train = SetFixture.open(Kind.W300, tar, "train")) {
            assertThat(train.size()).isEqualTo(whole.size()).isEqualTo(1207);
            for (int i = 0; i < train.size(); i += 300) {
                Sample sample = train.read(i);
                float[] points = sample.targets().landmarks();
                assertThat(points).isEqualTo(whole.read(i).targets().landmarks());
                double between = LandmarkScheme.IBUG_68.ocular().distance(points);
                assertThat(between / sample.image().width())
                        .as("eyes of " + sample.key())
                        .isBetween(0.1, 0.6);
            }
        }
    }

    @Test
    void open_wflw_hasItsSplitsAndSubsets() throws Exception {
        String lists = "WFLW/WFLW_annotations/list_98pt_rect_attr_train_test/list_98pt_rect_attr_";
        SetFixture.pictures(folder, "WFLW/WFLW_images/0--Parade/a.jpg", "WFLW/WFLW_images/1--Zoo/b.jpg");
        SetFixture.text(folder, lists + "train.txt", wflw("0 0 0 0 0 0", "0--Parade/a.jpg"));
        SetFixture.text(
                folder,
                lists + "test.txt",
                wflw("1 0 0 0 0 0", "1--Zoo/b.jpg")
                        + wflw("0 0 0 0 1 0", "1--Zoo/b.jpg")
                        + wflw("1 0 0 0 0 1", "2--Gone/c.jpg")
                        + "1 2 3\n");

        assertThat(SetFixture.keys(Kind.WFLW, folder, null)).containsExactly("WFLW/WFLW_images/0--Parade/a.jpg#1");
        assertThat(SetFixture.keys(Kind.WFLW, folder, "pose")).hasSize(2);
        assertThat(SetFixture.keys(Kind.WFLW, folder, "occlusion")).containsExactly("WFLW/WFLW_images/1--Zoo/b.jpg#2");
        try (SampleSource source = SetFixture.open(Kind.WFLW, folder, "test")) {
            assertThat(source.size()).isEqualTo(4);
            assertThat(source.group(0)).isEqualTo(source.group(1));
            Sample sample = source.read(1);
            assertThat(sample.targets().landmarks())
                    .hasSize(196)
                    .startsWith(0.5f, 1.5f)
                    .endsWith(194.5f, 195.5f);
            assertThat(sample.targets().vectors().get(Points.BOX)).containsExactly(10, 20, 30, 40);
            assertThatThrownBy(() -> source.read(2))
                    .hasMessageEndingWith(
                            "expected a picture %s/WFLW_images/2--Gone/c.jpg, found none".formatted(folder));
            assertThatThrownBy(() -> source.read(3))
                    .hasMessage("list_98pt_rect_attr_test.txt line 4: expected 207 fields, found 3");
        }
        assertThatThrownBy(() -> SetFixture.open(Kind.WFLW, folder, "makeup")).hasMessageContaining("is empty");
    }

    @Test
    void open_aflw_hasItsOrderAndFrontalSubset() throws Exception {
        int faces = 6;
        MatFile table = Mat5.newMatFile();
        Matrix points = Mat5.newMatrix(faces, 38);
        Matrix visible = Mat5.newMatrix(faces, 19);
        Matrix boxes = Mat5.newMatrix(faces, 4);
        Matrix order = Mat5.newMatrix(1, faces);
        Cell names = Mat5.newCell(faces, 1);
        for (int row = 0; row < faces; row++) {
            for (int i = 0; i < 38; i++) {
                points.setDouble(row, i, 100 * row + i);
            }
            for (int i = 0; i < 19; i++) {
                visible.setDouble(row, i, row == 0 && i == 3 ? 0 : 1);
            }
            for (int i = 0; i < 4; i++) {
                boxes.setDouble(row, i, new double[] {10, 40, 20, 60}[i]);
            }
            order.setDouble(row, faces - row);
            names.set(row, Mat5.newString("0/image%05d.jpg".formatted(row)));
            SetFixture.pictures(folder, "data/flickr/0/image%05d.jpg".formatted(row));
        }
        table.addArray("data", points)
                .addArray("mask_new", visible)
                .addArray("bbox", boxes)
                .addArray("ra", order)
                .addArray("nameList", names);
        Mat5.writeToFile(table, folder.resolve("AFLWinfo_release.mat").toFile());

        assertThat(SetFixture.keys(Kind.AFLW19, folder, "train"))
                .hasSize(4)
                .startsWith("data/flickr/0/image00005.jpg#6");
        assertThat(SetFixture.keys(Kind.AFLW19, folder, "test"))
                .containsExactly("data/flickr/0/image00001.jpg#2", "data/flickr/0/image00000.jpg#1");
        assertThat(SetFixture.keys(Kind.AFLW19, folder, "frontal")).containsExactly("data/flickr/0/image00001.jpg#2");
        try (SampleSource source = SetFixture.open(Kind.AFLW19, folder, "test")) {
            Sample sample = source.read(1);
            assertThat(sample.targets().landmarks()).hasSize(38).startsWith(0.5f, 19.5f, 1.5f, 20.5f);
            assertThat(sample.targets().vectors().get(Points.BOX)).containsExactly(10, 20, 30, 40);
            assertThat(sample.targets().vectors().get(Points.VISIBLE)).startsWith(1, 1, 1, 0, 1);
        }
    }

    @Test
    void open_cofw_readsPicturesOutOfTheTable() throws Exception {
        int[][] gray = {{10, 20}, {30, 40}, {50, 60}}; // 3 wide, 2 high
        int[][][] colour = {{{1}, {2}}, {{11}, {12}}, {{21}, {22}}}; // 2 wide, 1 high
        double[][] points = new double[87][2];
        for (int i = 0; i < 87; i++) {
            points[i][1] = i < 58 ? i + 1 : i == 60 ? 1 : 0;
        }
        MatlabMiniature.write(
                folder.resolve("COFW_test_color.mat"),
                Map.of("phisT", points, "bboxesT", new double[][] {{0, 1}, {0, 2}, {0, 3}, {0, 4}}),
                Map.of("IsT", List.of(gray, colour)));

        try (SampleSource source = SetFixture.open(Kind.COFW, folder, "test")) {
            assertThat(source.size()).isEqualTo(2);
            assertThat(source.read(0).image().pixels())
                    .containsExactly(10, 10, 10, 30, 30, 30, 50, 50, 50, 20, 20, 20, 40, 40, 40, 60, 60, 60);
            Sample sample = source.read(1);
            assertThat(sample.image().width()).isEqualTo(2);
            assertThat(sample.image().pixels()).containsExactly(1, 11, 21, 2, 12, 22);
            assertThat(sample.targets().landmarks()).hasSize(58).startsWith(0.5f, 29.5f, 1.5f, 30.5f);
            assertThat(sample.targets().vectors().get(Points.VISIBLE))
                    .hasSize(29)
                    .startsWith(1, 1, 0, 1);
            assertThat(sample.targets().vectors().get(Points.BOX)).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void open_missingOrDamagedTable_isNamed() throws Exception {
        assertThatThrownBy(() -> SetFixture.open(Kind.WFLW, folder, null))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "data set: expected " + folder
                                + "/list_98pt_rect_attr_train.txt with 98 points, a box, 6 marks and a picture on each line, found none");
        Files.writeString(folder.resolve("COFW_train_color.mat"), "no MATLAB file");
        assertThatThrownBy(() -> SetFixture.open(Kind.COFW, folder, null))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(folder + "/COFW_train_color.mat: expected a MATLAB file, version 5 or 7.3");
        Mat5.writeToFile(
                Mat5.newMatFile().addArray("data", Mat5.newMatrix(1, 38)),
                folder.resolve("AFLWinfo_release.mat").toFile());
        assertThatThrownBy(() -> SetFixture.open(Kind.AFLW19, folder, null))
                .isInstanceOf(UserError.class)
                .hasMessage(folder + "/AFLWinfo_release.mat: expected a variable mask_new, found none");
    }

    private static String wflw(String marks, String picture) {
        String points = IntStream.range(0, 196).mapToObj(i -> i + ".0").collect(Collectors.joining(" "));
        return points + " 10 20 40 60 " + marks + " " + picture + "\n";
    }

    private static String pts(int points) {
        List<String> lines = new ArrayList<>(List.of("version: 1", "n_points:  " + points, "{"));
        for (int i = 1; i <= points; i++) {
            lines.add(String.format(Locale.ROOT, "%d.000 %d.0", i, i + 1));
        }
        lines.add("}");
        return String.join("\n", lines) + "\n";
    }
}
