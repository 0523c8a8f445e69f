package io.facet.training.data.source.age;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.SampleSource;
import io.facet.training.data.source.SetFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AgeSetsTest {
    @TempDir
    private Path folder;

    @Test
    void open_utkFaceByItsLists_takesAgesFromNames() throws Exception {
        SetFixture.pictures(folder, "UTKFace/40_1_3_2017.jpg.chip.jpg", "UTKFace/53_0_0_2017.jpg.chip.jpg");
        SetFixture.text(folder, "utk_train.csv", ",file,age\n7,40_1_3_2017.jpg.chip.jpg,19\n");
        SetFixture.text(folder, "utk_test.csv", ",file,age\n8,53_0_0_2017.jpg.chip.jpg,32\n");

        try (SampleSource source = SetFixture.open(Kind.UTKFACE, folder, "train")) {
            assertThat(source.size()).isEqualTo(1);
            assertThat(source.read(0).labels())
                    .containsOnly(
                            Map.entry(FaceLabels.AGE, 40.0),
                            Map.entry(FaceLabels.GENDER, 1.0),
                            Map.entry(FaceLabels.RACE, 3.0));
        }
        assertThat(SetFixture.keys(Kind.UTKFACE, folder, "test")).containsExactly("UTKFace/53_0_0_2017.jpg.chip.jpg");
        assertThat(SetFixture.keys(Kind.UTKFACE, folder, null))
                .as("without a part, all pictures")
                .hasSize(2);
    }

    @Test
    void open_morphWithoutLists_putsNoSubjectInBothParts() throws Exception {
        String[] names = new String[200];
        for (int i = 0; i < names.length; i++) {
            names[i] = "Album2/%06d_%02d%s%d.JPG".formatted(i / 2, i % 2, i / 2 % 3 == 0 ? "F" : "M", 20 + i % 50);
        }
        SetFixture.pictures(folder, names);

        List<String> train = subjects("train");
        List<String> test = subjects("test");

        assertThat(train.size() + test.size()).isEqualTo(200);
        assertThat(test).doesNotContainAnyElementsOf(train).hasSizeBetween(20, 60);
        try (SampleSource source = SetFixture.open(Kind.MORPH2, folder, "train")) {
            String key = source.key(0);
            assertThat(source.read(0).labels())
                    .containsOnly(
                            Map.entry(FaceLabels.AGE, Double.valueOf(key.replaceAll(".*[MF]|\\.JPG", ""))),
                            Map.entry(FaceLabels.GENDER, key.contains("F") ? 1.0 : 0.0));
        }
    }

    @Test
    void open_morphWithLists_takesThem() throws Exception {
        SetFixture.pictures(folder, "a/273546_01M22.jpg", "a/306329_00F32.jpg");
        SetFixture.text(folder, "morph2_test.csv", ",id_num,race,age\n306329_00F32.jpg,306329,B,16\nbad.jpg,1,B,1\n");

        try (SampleSource source = SetFixture.open(Kind.MORPH2, folder, "test")) {
            assertThat(source.size()).isEqualTo(2);
            assertThat(source.group(0)).isEqualTo("306329");
            assertThat(source.read(0).labels())
                    .containsOnly(
                            Map.entry(FaceLabels.AGE, 32.0),
                            Map.entry(FaceLabels.GENDER, 1.0),
                            Map.entry(FaceLabels.RACE, 1.0));
            assertThatThrownBy(() -> source.read(1)).hasMessage("bad.jpg: expected a name like 123456_01M34.jpg");
        }
    }

    private List<String> subjects(String part) {
        try (SampleSource source = SetFixture.open(Kind.MORPH2, folder, part)) {
            List<String> subjects = new ArrayList<>();
            for (int i = 0; i < source.size(); i++) {
                subjects.add(source.group(i));
            }
            return subjects;
        }
    }
}
