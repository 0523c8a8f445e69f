package io.facet.training.evaluate;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import io.facet.inference.testing.TinyBundle;
import io.facet.training.cli.TrainingCommand;

import static org.assertj.core.api.Assertions.assertThat;

/** On miniature bundles, whose detector finds magenta discs and whose heads say anything. */
class EvaluateCommandTest {
    @TempDir
    private static Path folder;

    private static Path bundle;
    private static Path other;
    private static Path utkFace;

    /** What a command said. */
    private record Said(int exit, String out, String err) {}

    @BeforeAll
    static void write() throws IOException {
        bundle = folder.resolve("bundle");
        other = folder.resolve("other");
        TinyBundle.write(bundle);
        TinyBundle.writeAlternative(other);
        utkFace = Files.createDirectories(folder.resolve("utkface"));
        for (int i = 0; i < 12; i++) {
            // The last one shows nothing.
            disc(utkFace.resolve("%d_%d_%d_2017%d.jpg".formatted(20 + i, i % 2, i % 3, i)), i == 11 ? 0 : 70);
        }
    }

    @Test
    void bundles_onOneSet_areScoredSideBySideAndReported() throws IOException {
        Path out = folder.resolve("report");

        Said said = run(
                "--bundle",
                bundle,
                "--compare",
                other,
                "--task",
                "all",
                "--data",
                "utkface:" + utkFace + ":all",
                "--threads",
                "2",
                "--out",
                out);

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("utkface, all: 12 pictures, 0 unreadable")
                .contains("facet-tiny@1.0.0: 11 faces found by its detector, 0 placed by landmarks, 1 not found")
                .contains("Report: " + out.resolve("report.html"));
        JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
        JsonNode bundles = report.at("/sets/0/bundles");
        assertThat(bundles).hasSize(2);
        assertThat(bundles.at("/0/points/fallback").asInt()).isEqualTo(1);
        assertThat(bundles.at("/0/tasks/age/faces").asInt()).isEqualTo(12);
        assertThat(bundles.at("/0/tasks/age/fairness/groups")).hasSize(3);
        assertThat(bundles.at("/0/tasks/age/fairness/figures").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(
                        () -> bundles.at("/0/tasks/age/figures").fieldNames());
        assertThat(bundles.at("/0/tasks/age/fairness/figures/MAE/groups/White"))
                .isEqualTo(bundles.at("/0/tasks/age/fairness/ofReference"));
        assertThat(bundles.at("/0/tasks/gender/fairness/figures/recall female/groups/White")
                        .isNumber())
                .isTrue();
        assertThat(bundles.at("/0/tasks/gender/figures/accuracy").isNumber()).isTrue();
        assertThat(bundles.at("/1/tasks/age/figures/MAE").isNumber()).isTrue();
        assertThat(bundles.at("/1/tasks").has("gender")).isFalse();
        assertThat(out.resolve("report.html"))
                .content()
                .contains("Facet evaluation", "Faceptor Table 6", "data:image/jpeg;base64,", "Discrepancy")
                .containsPattern("<tr><th scope=\"row\">CS 5 years</th>(<td class=\"number\">[0-9.]+ %</td>){6}"
                        + "<td class=\"number\"><b>[-+][0-9.]+ %</b></td></tr>");
    }

    @Test
    void fairFace_agesInGroups_areScoredByRaceBesideThePaper() throws IOException {
        Path fairFace = folder.resolve("fairface");
        Files.createDirectories(fairFace.resolve("val"));
        StringBuilder labels = new StringBuilder("file,age,gender,race,service_test\n");
        String[] races = {"White", "East Asian", "Black"};
        for (int i = 0; i < 6; i++) {
            String name = "val/%d.jpg".formatted(i + 1);
            disc(fairFace.resolve(name), 60 + i);
            labels.append("%s,%s,%s,%s,False\n"
                    .formatted(name, i < 3 ? "20-29" : "more than 70", i % 2 == 0 ? "Male" : "Female", races[i % 3]));
        }
        Files.writeString(fairFace.resolve("fairface_label_val.csv"), labels);
        Path out = folder.resolve("fairface-report");

        Said said = run(
                "--bundle", bundle, "--task", "age,gender", "--data", "fairface:" + fairFace + ":val", "--out", out);

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("accuracy by group: Black ", ", East Asian ", "; others − White: ");
        JsonNode age =
                new ObjectMapper().readTree(out.resolve("report.json").toFile()).at("/sets/0/bundles/0/tasks/age");
        assertThat(age.at("/faces").asInt()).isEqualTo(6);
        assertThat(age.at("/figures/accuracy").isNumber()).isTrue();
        assertThat(age.at("/fairness/figures/mean F1/groups").fieldNames())
                .toIterable()
                .containsExactly("Black", "East Asian", "White");
        assertThat(out.resolve("report.html"))
                .content()
                .contains("accuracy of Non-White", "61.84 %", "discrepancy of accuracy", "In detail, facet-tiny@1.0.0");
    }

    @Test
    void allowLoss_twoBundlesEachBesideTheOther_refusesTheWorseAndNamesItsScore() {
        Said one = gated(bundle, other);
        Said two = gated(other, bundle);

        assertThat(List.of(one.exit(), two.exit())).containsExactlyInAnyOrder(0, 1);
        assertThat((one.exit() == 1 ? one : two).out())
                .contains("Worse by more than 1.0 %:")
                .containsPattern("utkface, all, age, MAE: .*, was .* \\(.* % lost\\)");
        assertThat((one.exit() == 0 ? one : two).out()).contains("No score is worse by more than 1.0 %.");
    }

    private static Said gated(Path judged, Path reference) {
        return run(
                "--bundle",
                judged,
                "--compare",
                reference,
                "--allow-loss",
                "1",
                "--task",
                "age",
                "--data",
                "utkface:" + utkFace + ":all");
    }

    @Test
    void allowLoss_nothingToCompareWith_isRefused() {
        Said said = run("--bundle", bundle, "--allow-loss", "1", "--task", "age", "--data", "utkface:" + utkFace);

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("--allow-loss: expected 0 or more and a bundle to --compare with");
    }

    @Test
    void threads_anyNumber_giveTheSameScores() throws IOException {
        Path one = folder.resolve("one");
        Path three = folder.resolve("three");
        run(
                "--bundle",
                bundle,
                "--task",
                "age,gender",
                "--data",
                "utkface:" + utkFace + ":all",
                "--threads",
                "1",
                "--out",
                one);
        run(
                "--bundle",
                bundle,
                "--task",
                "age,gender",
                "--data",
                "utkface:" + utkFace + ":all",
                "--threads",
                "3",
                "--out",
                three);

        assertThat(one.resolve("report.json")).hasSameTextualContentAs(three.resolve("report.json"));
    }

    @Test
    void boxes_ofDiscs_areFoundByTheDetector() throws IOException {
        Path photos = Files.createDirectories(folder.resolve("photos"));
        disc(photos.resolve("a.png"), 70);
        disc(photos.resolve("b.png"), 0);
        Files.writeString(
                photos.resolve("boxes.xml"),
                "<dataset><images><image file='a.png'><box top='77' left='77' width='70' height='70'/></image>"
                        + "<image file='b.png'/></images></dataset>");
        Files.writeString(
                photos.resolve("boxes.jsonl"),
                "{\"key\": \"a.png\", \"faces\": [{\"box\": {\"x\": 77, \"y\": 77, \"width\": 70, \"height\": 70}}]}\n");

        for (String file : new String[] {"boxes.xml", "boxes.jsonl"}) {
            Said said = run("--bundle", bundle, "--task", "detection", "--data", "boxes:" + photos.resolve(file));

            assertThat(said.exit()).as(said.err()).isZero();
            assertThat(said.out()).containsPattern("recall +100.00 %").containsPattern("precision +100.00 %");
        }
    }

    @Test
    void boxes_whoseLinesNameGroups_areScoredByGroup() throws IOException {
        Path photos = Files.createDirectories(folder.resolve("groups"));
        disc(photos.resolve("a.png"), 70);
        disc(photos.resolve("b.png"), 0);
        String face = "{\"key\": \"%s\", \"group\": \"%s\", \"faces\": [{\"box\": [77, 77, 70, 70]}]}\n";
        Files.writeString(
                photos.resolve("boxes.jsonl"), face.formatted("a.png", "White") + face.formatted("b.png", "Asian"));

        Said said = run("--bundle", bundle, "--task", "detection", "--data", "boxes:" + photos.resolve("boxes.jsonl"));

        assertThat(said.out())
                .contains("recall by group: Asian 0.00 %, White 100.00 %; others − White: -100.00 %")
                .contains("precision by group: Asian -, White 100.00 %");
    }

    @Test
    void pairs_ofPublishedFolds_areCompared() throws IOException {
        Path people = Files.createDirectories(folder.resolve("people"));
        StringBuilder list = new StringBuilder("10\t1\n");
        for (int i = 0; i < 10; i++) {
            String name = "Person_" + (char) ('A' + i);
            Files.createDirectories(people.resolve(name));
            disc(people.resolve(name).resolve(name + "_0001.jpg"), 60 + i);
            disc(people.resolve(name).resolve(name + "_0002.jpg"), 70 - i);
            list.append("%s\t1\t2\n%s\t1\t%s\t1\n".formatted(name, name, "Person_" + (char) ('A' + (i + 1) % 10)));
        }
        Files.writeString(people.resolve("pairs.txt"), list);

        Said said = run("--bundle", bundle, "--task", "identity", "--data", "pairs:" + people);

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("pairs of lfw: 20 pictures, 0 unreadable")
                .contains("10 pairs of one person, 10 of two")
                .contains("10-fold accuracy");
    }

    @Test
    void files_ofOneTask_areScored() throws IOException {
        Path truth = Files.writeString(folder.resolve("t.jsonl"), "{\"key\": \"a\", \"age\": 30}\n");
        Path predictions = Files.writeString(folder.resolve("p.jsonl"), "{\"key\": \"a\", \"age\": 33}\n");

        Said said = run("--predictions", predictions, "--truth", truth, "--task", "age");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).containsPattern("MAE +3.00 years");
    }

    @Test
    void command_thatCannotBeDone_saysWhatWasExpected() {
        assertThat(run("--bundle", bundle, "--task", "shoe-size", "--data", "utkface:x")
                        .err())
                .contains("--task: expected one of [landmarks, parsing")
                .contains("shoe-size");
        assertThat(run("--bundle", bundle, "--task", "all", "--data", "nothing:x")
                        .err())
                .contains("--data: expected KIND:PATH[:SPLIT]");
        assertThat(run("--bundle", bundle, "--task", "parsing", "--data", "utkface:" + utkFace + ":all")
                        .err())
                .contains("expected something to score");
        assertThat(run("--bundle", bundle, "--compare", bundle, "--task", "age", "--data", "utkface:" + utkFace)
                        .err())
                .contains("expected bundles of different names");
    }

    private static Said run(Object... arguments) {
        CommandLine line = TrainingCommand.commandLine();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words = new String[arguments.length + 1];
        Arrays.setAll(words, i -> i == 0 ? "evaluate" : arguments[i - 1].toString());
        return new Said(line.execute(words), out.toString(), err.toString());
    }

    /** A magenta disc in the middle of a dark square of 224 pixels. */
    private static void disc(Path file, int diameter) throws IOException {
        BufferedImage image = new BufferedImage(224, 224, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(40, 40, 40));
        graphics.fillRect(0, 0, 224, 224);
        graphics.setColor(new Color(230, 30, 200));
        graphics.fillOval(112 - diameter / 2, 112 - diameter / 2, diameter, diameter);
        graphics.dispose();
        ImageIO.write(image, file.toString().endsWith(".png") ? "png" : "jpg", file.toFile());
    }
}
