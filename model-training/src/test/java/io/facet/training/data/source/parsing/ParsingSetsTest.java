package io.facet.training.data.source.parsing;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.training.data.ClassMap;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.source.Points;
import io.facet.training.data.source.SetFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ParsingSetsTest {
    @TempDir
    private Path folder;

    @Test
    void open_lapa_hasMasksAndFivePoints() throws Exception {
        SetFixture.pictures(folder, "LaPa/train/images/a.jpg", "LaPa/val/images/b.jpg", "LaPa/val/images/c.jpg");
        for (String name : new String[] {"train/labels/a", "val/labels/b"}) {
            SetFixture.mask(folder, "LaPa/" + name + ".png", 1, 10, 6);
        }
        String points =
                IntStream.range(0, 106).mapToObj(i -> i + " " + (i + 200)).collect(Collectors.joining("\n"));
        SetFixture.text(folder, "LaPa/train/landmarks/a.txt", "106\n" + points + "\n");
        SetFixture.text(folder, "LaPa/val/landmarks/b.txt", "106\n1 2\n");

        try (SampleSource source = SetFixture.open(Kind.LAPA, folder, null)) {
            assertThat(source.size()).isEqualTo(1);
            Sample sample = source.read(0);
            ClassMap mask = sample.targets().mask();
            assertThat(mask.labels()).isEqualTo(FaceLabels.PARTS_11.size()).isEqualTo(11);
            assertThat(mask.classes()).startsWith(1, 10, 6, 0);
            assertThat(sample.targets().vectors().get(Points.FIVE))
                    .containsExactly(104.5f, 304.5f, 105.5f, 305.5f, 54.5f, 254.5f, 84.5f, 284.5f, 90.5f, 290.5f);
        }
        try (SampleSource source = SetFixture.open(Kind.LAPA, folder, "val")) {
            assertThatThrownBy(() -> source.read(0)).hasMessageEndingWith("expected 106 and 212 numbers, found 2");
            assertThatThrownBy(() -> source.read(1))
                    .hasMessageEndingWith("expected " + folder + "/LaPa/val/labels/c.png, found none");
        }
    }

    @Test
    void open_celebaMaskHq_paintsPartsInTheOrderOfTheirNumbers() throws Exception {
        celebaMaskHq();

        try (SampleSource source = SetFixture.open(Kind.CELEBAMASK, folder, "train")) {
            assertThat(source.key(0)).isEqualTo("C/CelebA-HQ-img/0.jpg");
            assertThat(source.size()).isEqualTo(2);
            ClassMap mask = source.read(0).targets().mask();
            assertThat(mask.labels()).isEqualTo(FaceLabels.PARTS.size()).isEqualTo(19);
            assertThat(mask.classes())
                    .as("skin, skin under hair, eyeglasses over skin")
                    .startsWith(1, 13, 3, 0);
            assertThatThrownBy(() -> source.read(1))
                    .hasMessageEndingWith("CelebAMask-HQ-mask-anno/1/02001_skin.png and others, found none");
        }
        assertThat(SetFixture.keys(Kind.CELEBAMASK, folder, "test")).containsExactly("C/CelebA-HQ-img/1.jpg");
        assertThat(SetFixture.keys(Kind.CELEBAMASK, folder, "all")).hasSize(3);
    }

    @Test
    void open_celebaMaskHqWithoutPartition_namesThePathExpected() {
        SetFixture.pictures(folder, "CelebA-HQ-img/0.jpg");

        assertThatThrownBy(() -> SetFixture.open(Kind.CELEBAMASK, folder, "val"))
                .isInstanceOf(UserError.class)
                .hasMessage("data set: expected " + folder
                        + "/list_eval_partition.txt with a picture of CelebA and 0, 1 or 2 on each line, found none");
    }

    private void celebaMaskHq() {
        SetFixture.pictures(folder, "C/CelebA-HQ-img/0.jpg", "C/CelebA-HQ-img/1.jpg", "C/CelebA-HQ-img/2001.jpg");
        String masks = "C/CelebAMask-HQ-mask-anno/0/00000_";
        SetFixture.mask(folder, masks + "skin.png", 255, 255, 255);
        SetFixture.mask(folder, masks + "hair.png", 0, 255, 0);
        SetFixture.mask(folder, masks + "eye_g.png", 0, 0, 255);
        SetFixture.text(folder, "C/CelebA-HQ-to-CelebA-mapping.txt", """
                idx    orig_idx    orig_file
                0      119613      119614.jpg
                1      99094       099095.jpg
                2001   5           000006.jpg
                """);
        SetFixture.text(
                folder, "C/list_eval_partition.txt", "119614.jpg 0\n099095.jpg 2\n000006.jpg 0\n000001.jpg 0\n");
    }
}
