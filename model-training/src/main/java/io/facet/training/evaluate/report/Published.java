package io.facet.training.evaluate.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.facet.training.evaluate.task.EvaluationTask;

/**
 * A score that a paper states.
 *
 * @param set kind of the set, lower case
 * @param part of it that was scored
 * @param task key of the task
 * @param figure name of our figure with the same definition, or of what a {@code TaskScore.GroupScore} compares
 * @param value in the unit of that figure
 * @param method as the paper names it
 * @param source paper and table
 */
record Published(String set, String part, String task, String figure, double value, String method, String source) {
    private static final String FILE = "papers.csv";
    private static final List<Published> ALL = read();

    /** What papers state of that part of a set: the same protocol. */
    static List<Published> of(String set, String part, EvaluationTask task) {
        return ALL.stream()
                .filter(one -> one.set.equals(set) && one.part.equals(part) && one.task.equals(task.key()))
                .toList();
    }

    /** What papers state of other parts of that set: for orientation only. */
    static List<Published> ofOtherParts(String set, String part, EvaluationTask task) {
        return ALL.stream()
                .filter(one -> one.set.equals(set) && !one.part.equals(part) && one.task.equals(task.key()))
                .toList();
    }

    private static List<Published> read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Published.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(Published::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }

    private static Published parse(String line) {
        String[] fields = line.split(",");
        return new Published(
                fields[0], fields[1], fields[2], fields[3], Double.parseDouble(fields[4]), fields[5], fields[6]);
    }
}
