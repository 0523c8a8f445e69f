package io.facet.training.evaluate.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.facet.domain.UserError;
import io.facet.training.data.ClassMap;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.TaskScore;
import io.facet.training.evaluate.task.TaskScorers;
import io.facet.training.score.Fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class FileEvaluationTest {
    @TempDir
    private Path folder;

    @Test
    void score_ages_giveErrorsAndGroupsOfTheTruth() throws IOException {
        TaskScore score = score(
                EvaluationTask.AGE,
                List.of(
                        "{\"key\": \"a\", \"age\": 30, \"group\": \"White\"}",
                        "{\"key\": \"b\", \"age\": 10, \"group\": \"Asian\"}"),
                List.of("{\"key\": \"b\", \"age\": 14}", "", "{\"key\": \"a\", \"age\": 29}"));

        assertThat(value(score, "MAE")).hasValue(2.5);
        assertThat(value(score, "MAE of ages 21-60")).hasValue(1);
        assertThat(value(score, "CS 5 years")).hasValue(1);
        assertThat(group(score, "MAE").discrepancy()).hasValue(3);
        assertThat(score.errors()).containsEntry("b", 4.0);
    }

    @Test
    void score_labels_takesTheLikeliestAndKnowsOtherWordsForExpressions() throws IOException {
        TaskScore score = score(
                EvaluationTask.EXPRESSION,
                List.of("{\"key\": \"a\", \"label\": \"happy\"}", "{\"key\": \"b\", \"label\": \"sad\"}"),
                List.of(
                        "{\"key\": \"a\", \"probabilities\": {\"Happiness\": 0.6, \"Sadness\": 0.4}}",
                        "{\"key\": \"b\", \"label\": \"anger\"}"));

        assertThat(value(score, "accuracy")).hasValue(0.5);
        assertThat(score.notes()).anyMatch(note -> note.contains("disgust, fear, neutral, surprise"));
    }

    @Test
    void score_landmarks_readsNinetyEightPointsAsSixtyEight() throws IOException {
        String truth = "{\"key\": \"a\", \"points\": " + row(68, 0) + "}";
        // Points of the same numbers lie elsewhere in the larger scheme, so this is only about being read.
        TaskScore score = score(
                EvaluationTask.LANDMARKS, List.of(truth), List.of("{\"key\": \"a\", \"points\": " + row(98, 0) + "}"));

        assertThat(score.faces()).isEqualTo(1);
        TaskScore moved = score(
                EvaluationTask.LANDMARKS, List.of(truth), List.of("{\"key\": \"a\", \"points\": " + row(68, 9) + "}"));
        assertThat(value(moved, "NME inter-ocular").orElseThrow()).isCloseTo(0.1, within(1e-4));
    }

    @Test
    void score_masks_matchesClassesByNameAndSkipsUnknownPixels() throws IOException {
        Files.write(folder.resolve("t.png"), ImageEncoder.png(new ClassMap(2, 2, 3, new byte[] {
            0, 1, 2, ClassMap.UNKNOWN
        })));
        Files.write(folder.resolve("p.png"), ImageEncoder.png(new ClassMap(2, 2, 3, new byte[] {2, 1, 1, 0})));
        TaskScore score = score(
                EvaluationTask.PARSING,
                List.of("{\"key\": \"a\", \"mask\": \"t.png\", \"labels\": [\"background\", \"skin\", \"hair\"]}"),
                List.of("{\"key\": \"a\", \"mask\": \"p.png\", \"labels\": [\"hair\", \"skin\", \"background\"]}"));

        // skin is right once and once too often; hair is never found.
        assertThat(value(score, "F1 skin").orElseThrow()).isCloseTo(2 / 3.0, within(1e-6));
        assertThat(value(score, "F1 background")).hasValue(1);
        assertThat(value(score, "mean F1").orElseThrow()).isCloseTo(1 / 3.0, within(1e-6));
    }

    @Test
    void score_attributes_leavesOthersOut() throws IOException {
        TaskScore score = score(
                EvaluationTask.ATTRIBUTES,
                List.of("{\"key\": \"a\", \"attributes\": {\"hat\": true, \"glasses\": 0}}"),
                List.of("{\"key\": \"a\", \"attributes\": {\"hat\": 0.2, \"glasses\": 0.1, \"beard\": 0.9}}"));

        assertThat(value(score, "mean accuracy")).hasValue(0.5);
    }

    @Test
    void score_embeddings_comparesThePairsOfTheTruth() throws IOException {
        List<String> truth = List.of(
                "{\"pair\": [\"a\", \"b\"], \"same\": true, \"fold\": 0}",
                "{\"pair\": [\"c\", \"a\"], \"same\": false, \"fold\": 0}",
                "{\"pair\": [\"c\", \"d\"], \"same\": true, \"fold\": 1}",
                "{\"pair\": [\"b\", \"d\"], \"same\": false, \"fold\": 1}");
        List<String> embeddings = List.of(
                "{\"key\": \"a\", \"embedding\": [1, 0]}",
                "{\"key\": \"b\", \"embedding\": [2, 0.1]}",
                "{\"key\": \"c\", \"embedding\": [0, 1]}",
                "{\"key\": \"d\", \"embedding\": [0.1, 3]}");

        assertThat(value(score(EvaluationTask.IDENTITY, truth, embeddings), "2-fold accuracy"))
                .hasValue(1);
        assertThatThrownBy(() -> score(EvaluationTask.IDENTITY, truth, embeddings.subList(0, 2)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("found none of 2: c, d");
    }

    @Test
    void score_detections_countBySize() throws IOException {
        TaskScore score = score(
                EvaluationTask.DETECTION,
                List.of(
                        "{\"key\": \"p\", \"faces\": [{\"box\": [0, 0, 40, 40]}, {\"box\": [90, 0, 9, 9], \"ignored\": true}]}"),
                List.of("{\"key\": \"p\", \"faces\": [{\"box\": [0, 0, 40, 42], \"score\": 0.9}]}"));

        assertThat(value(score, "AP")).hasValue(1);
        assertThat(value(score, "recall, faces from 32 px")).hasValue(1);
    }

    @Test
    void score_groupsOfAges_takeTheOneInWhichTheYearsFall() throws IOException {
        TaskScore score = score(
                EvaluationTask.AGE,
                List.of(
                        "{\"key\": \"a\", \"age_group\": \"30-39\", \"group\": \"White\"}",
                        "{\"key\": \"b\", \"age_group\": \"30-39\", \"group\": \"White\"}",
                        "{\"key\": \"c\", \"age_group\": \"0-2\", \"group\": \"Indian\"}",
                        "{\"key\": \"d\", \"age_group\": \"more than 70\", \"group\": \"Black\"}"),
                List.of(
                        "{\"key\": \"a\", \"age\": 29.6}",
                        "{\"key\": \"b\", \"age\": 29.4}",
                        "{\"key\": \"c\", \"age\": -0.7}",
                        "{\"key\": \"d\", \"age\": 70}"));

        assertThat(value(score, "accuracy")).hasValue(0.75);
        assertThat(group(score, "accuracy").discrepancy()).hasValue(0.5);
        assertThat(score.errors()).containsEntry("b", 1.0).containsEntry("a", 0.0);
        assertThatThrownBy(() -> score(
                        EvaluationTask.AGE,
                        List.of("{\"key\": \"a\", \"age_group\": \"30s\"}"),
                        List.of("{\"key\": \"a\", \"age\": 31}")))
                .hasMessageContaining("age_group: expected one of [0-2, 3-9")
                .hasMessageContaining("found 30s");
    }

    @Test
    void score_keysOnOneSide_areCountedAndNamed() throws IOException {
        assertThatThrownBy(() -> score(
                        EvaluationTask.AGE,
                        List.of("{\"key\": \"a\", \"age\": 1}", "{\"key\": \"b\", \"age\": 1}"),
                        List.of("{\"key\": \"b\", \"age\": 1}", "{\"key\": \"x\", \"age\": 1}")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("1 of the 2 keys of " + folder.resolve("truth.jsonl") + " missing")
                .hasMessageContaining(": a")
                .hasMessageContaining(": x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'key': 'a'} | age: expected a number, found none",
                "{'age': 3} | key: expected a text, found none",
                "[1] | expected a JSON object, found ARRAY",
                "{'key': 'a', | expected JSON, found:",
            })
    void score_lineThatIsNotAsDocumented_isNamed(String line, String message) throws IOException {
        assertThatThrownBy(() -> score(
                        EvaluationTask.AGE,
                        List.of("{\"key\": \"a\", \"age\": 1}"),
                        List.of("", line.replace('\'', '"'))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("predictions.jsonl, line 2: ")
                .hasMessageContaining(message);
    }

    private TaskScore score(EvaluationTask task, List<String> truth, List<String> predictions) throws IOException {
        Path truthFile = Files.write(folder.resolve("truth.jsonl"), truth);
        Path predictionFile = Files.write(folder.resolve("predictions.jsonl"), predictions);
        return new FileEvaluation(task, TaskScorers.Settings.DEFAULT).score(truthFile, predictionFile);
    }

    private static OptionalDouble value(TaskScore score, String figure) {
        return score.figures().stream()
                .filter(one -> one.name().equals(figure))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no figure " + figure + " in " + score.figures()))
                .value();
    }

    private static Fairness group(TaskScore score, String figure) {
        return score.fairness().stream()
                .filter(one -> one.whole().name().equals(figure))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no figure " + figure + " in " + score.fairness()))
                .fairness();
    }

    private static String row(int points, double shift) {
        StringBuilder row = new StringBuilder("[");
        for (int i = 0; i < points; i++) {
            row.append(i == 0 ? "" : ", ").append("[%d, %s]".formatted(10 * i, i % 2 + shift));
        }
        return row.append("]").toString();
    }
}
