package io.facet.training.data.source.attribute;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.source.Points;
import io.facet.training.data.source.SetFixture;
import io.facet.training.data.source.matlab.MatlabMiniature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AttributeSetsTest {
    @TempDir
    private Path folder;

    @Test
    void open_celeba_hasTheOfficialPartitionAndFortyLabels() throws Exception {
        celeba();
        SetFixture.text(folder, "Anno/list_landmarks_align_celeba.txt", """
                2
                lefteye_x lefteye_y righteye_x righteye_y nose_x nose_y leftmouth_x leftmouth_y rightmouth_x rightmouth_y
                000001.jpg 69 109 106 113 77 142 73 152 108 154
                """);
        SetFixture.text(folder, "Anno/identity_CelebA.txt", "000001.jpg 2880\n");

        try (SampleSource source = SetFixture.open(Kind.CELEBA, folder, null)) {
            assertThat(source.size()).isEqualTo(1);
            Sample sample = source.read(0);
            assertThat(sample.labels())
                    .hasSize(46)
                    .containsEntry("attribute.5_o_clock_shadow", 0.0)
                    .containsEntry("attribute.smiling", 1.0)
                    .containsEntry("attribute.wearing_hat", 1.0)
                    .containsEntry(FaceLabels.HAT, 1.0)
                    .containsEntry(FaceLabels.EYEGLASSES, 0.0)
                    .containsEntry(FaceLabels.GENDER, 1.0)
                    .containsEntry(FaceLabels.IDENTITY, 2880.0);
            assertThat(sample.targets().vectors().get(Points.FIVE)).startsWith(69.5f, 109.5f);
        }
        try (SampleSource source = SetFixture.open(Kind.CELEBA, folder, "test")) {
            assertThatThrownBy(() -> source.read(0)).hasMessage("000003.jpg: expected 40 attributes, found 2");
            assertThatThrownBy(() -> source.read(1))
                    .hasMessageEndingWith(
                            "expected a picture %s/img_align_celeba/000004.jpg, found none".formatted(folder));
        }
    }

    @Test
    void open_celebaWithoutItsTables_namesThePathsExpected() {
        assertThatThrownBy(() -> SetFixture.open(Kind.CELEBA, folder, null))
                .isInstanceOf(UserError.class)
                .hasMessage("data set: expected %s/list_attr_celeba.txt with a header of 40 names, found none"
                        .formatted(folder));
        SetFixture.text(folder, "list_attr_celeba.txt", "000001.jpg 1 1\n");
        SetFixture.text(folder, "list_eval_partition.txt", "000001.jpg 0\n");
        assertThatThrownBy(() -> SetFixture.open(Kind.CELEBA, folder, null))
                .hasMessageContaining("list_attr_celeba.txt with a header of 40 names, 5_o_Clock_Shadow to Young");
    }

    @Test
    void open_celebaWithoutPictures_namesThePathExpected() {
        celeba();

        assertThatThrownBy(() -> SetFixture.open(Kind.CELEBA, folder, "val"))
                .isInstanceOf(UserError.class)
                .hasMessage("data set: expected pictures like %s/img_align_celeba/000002.jpg, found none of 1"
                        .formatted(folder));
    }

    @Test
    void open_lfwa_readsNamesAndAttributesByTheirOwnOrder() throws Exception {
        List<Object> names = new ArrayList<>();
        for (String name : FaceLabels.ATTRIBUTES) {
            names.add(MatlabMiniature.text(name.replace('_', ' ')));
        }
        Collections.reverse(names);
        double[][] labels = new double[40][3];
        labels[39 - FaceLabels.ATTRIBUTES.indexOf("Male")][2] = 1;
        labels[39 - FaceLabels.ATTRIBUTES.indexOf("Eyeglasses")][2] = 1;
        MatlabMiniature.write(
                folder.resolve("lfw_att_40.mat"),
                Map.of("label", labels),
                Map.of(
                        "AttrName",
                        names,
                        "name",
                        List.of(
                                MatlabMiniature.text("Ada_Lovelace\\Ada_Lovelace_0001.jpg"),
                                MatlabMiniature.text("Ada_Lovelace\\Ada_Lovelace_0002.jpg"),
                                MatlabMiniature.text("Zoe\\Zoe_0001.jpg"))));
        MatlabMiniature.write(
                folder.resolve("indices_train_test.mat"),
                Map.of("indices_img_train", new double[][] {{3, 1}}, "indices_img_test", new double[][] {{2}}),
                Map.of());
        SetFixture.pictures(folder, "lfw/Ada_Lovelace/Ada_Lovelace_0001.jpg", "lfw/Zoe/Zoe_0001.jpg");

        try (SampleSource source = SetFixture.open(Kind.LFWA, folder, "train")) {
            assertThat(source.size()).isEqualTo(2);
            assertThat(source.key(0)).isEqualTo("lfw/Zoe/Zoe_0001.jpg");
            assertThat(source.group(1)).isEqualTo("Ada_Lovelace");
            assertThat(source.read(0).labels())
                    .containsEntry("attribute.male", 1.0)
                    .containsEntry(FaceLabels.GENDER, 0.0)
                    .containsEntry(FaceLabels.EYEGLASSES, 1.0)
                    .containsEntry(FaceLabels.HAT, 0.0);
            assertThat(source.read(1).labels()).containsEntry(FaceLabels.EYEGLASSES, 0.0);
        }
        assertThatThrownBy(() -> SetFixture.open(Kind.LFWA, folder, "test"))
                .hasMessageContaining("lfw/Ada_Lovelace/Ada_Lovelace_0002.jpg, found none of 1");
    }

    @Test
    void open_fairFace_hasGroupsOfAgeAndRace() throws Exception {
        SetFixture.pictures(folder, "train/1.jpg", "train/2.jpg", "val/1.jpg");
        SetFixture.text(folder, "fairface_label_train.csv", """
                file,age,gender,race,service_test
                train/1.jpg,50-59,Male,East Asian,True
                train/2.jpg,more than 70,Female,Latino_Hispanic,False
                """);
        SetFixture.text(folder, "fairface_label_val.csv", """
                file,age,gender,race,service_test
                val/1.jpg,3-9,Other,White,False
                """);

        try (SampleSource source = SetFixture.open(Kind.FAIRFACE, folder, "train")) {
            assertThat(source.read(0).labels())
                    .containsOnly(
                            Map.entry(FaceLabels.AGE_GROUP, 6.0),
                            Map.entry(FaceLabels.GENDER, 0.0),
                            Map.entry(FaceLabels.RACE_7, 3.0),
                            Map.entry(FaceLabels.RACE, 2.0));
            assertThat(source.read(1).labels())
                    .containsEntry(FaceLabels.AGE_GROUP, 8.0)
                    .containsEntry(FaceLabels.RACE, 4.0);
        }
        try (SampleSource source = SetFixture.open(Kind.FAIRFACE, folder, "val")) {
            assertThatThrownBy(() -> source.read(0))
                    .hasMessage("val/1.jpg: expected gender out of [Male, Female], found Other");
        }
    }

    @Test
    void open_tableWithOtherColumns_saysWhichWereFound() {
        SetFixture.text(folder, "fairface_label_train.csv", "picture,age\n1.jpg,3-9\n");

        assertThatThrownBy(() -> SetFixture.open(Kind.FAIRFACE, folder, null))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "table " + folder
                                + "/fairface_label_train.csv: expected columns [file, age, gender, race], found [picture, age]");
    }

    private void celeba() {
        SetFixture.pictures(folder, "Img/img_align_celeba/000001.jpg", "Img/img_align_celeba/000003.jpg");
        StringBuilder first = new StringBuilder("000001.jpg ");
        StringBuilder second = new StringBuilder("000002.jpg ");
        for (String name : FaceLabels.ATTRIBUTES) {
            first.append(List.of("Smiling", "Wearing_Hat").contains(name) ? "  1" : " -1");
            second.append(" -1");
        }
        SetFixture.text(
                folder,
                "Anno/list_attr_celeba.txt",
                "4\n" + String.join(" ", FaceLabels.ATTRIBUTES) + " \n" + first + "\n" + second + "\n000003.jpg 1 1\n"
                        + second.toString().replace("000002", "000004") + "\n");
        SetFixture.text(
                folder, "Eval/list_eval_partition.txt", "000001.jpg 0\n000002.jpg 1\n000003.jpg 2\n000004.jpg 2\n");
    }
}
