package io.facet.training.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import io.facet.domain.UserError;

/** Lets two contenders run steps by turns: who begins changes, so that neither always follows the other. */
final class SpeedComparison {
    /** The same network in two libraries differs by rounding only. */
    static final double LOSS_TOLERANCE = 1e-3;

    private final Contender java;
    private final Contender python;
    private final int stepsPerTurn;

    SpeedComparison(Contender java, Contender python, int stepsPerTurn) {
        this.java = java;
        this.python = python;
        this.stepsPerTurn = stepsPerTurn;
    }

    /**
     * Warms up, then measures.
     *
     * @param turns of each side
     * @throws UserError if the first losses differ: the networks are not the same
     */
    SpeedReport run(StepTask task, int threads, int turns) {
        double difference = warmUp();
        List<SpeedReport.Turn> javaTurns = new ArrayList<>();
        List<SpeedReport.Turn> pythonTurns = new ArrayList<>();
        for (int turn = 0; turn < turns; turn++) {
            if (turn % 2 == 0) {
                javaTurns.add(turn(java, task));
                pythonTurns.add(turn(python, task));
            } else {
                pythonTurns.add(turn(python, task));
                javaTurns.add(turn(java, task));
            }
        }
        return new SpeedReport(
                task.recipe(),
                task.images(),
                task.weights(),
                threads,
                stepsPerTurn,
                SpeedReport.Side.of(java.description(), javaTurns),
                SpeedReport.Side.of(python.description(), pythonTurns),
                ratio(javaTurns, pythonTurns, SpeedReport.Turn::imagesPerSecond),
                ratio(javaTurns, pythonTurns, SpeedReport.Turn::imagesPerProcessorSecond),
                difference);
    }

    private static double ratio(
            List<SpeedReport.Turn> own, List<SpeedReport.Turn> other, ToDoubleFunction<SpeedReport.Turn> figure) {
        return SpeedReport.median(IntStream.range(0, own.size())
                .mapToObj(turn -> figure.applyAsDouble(own.get(turn)) / figure.applyAsDouble(other.get(turn)))
                .toList());
    }

    private double warmUp() {
        double own = java.run(stepsPerTurn).losses().get(0);
        double other = python.run(stepsPerTurn).losses().get(0);
        double difference = Math.abs(own - other) / Math.abs(other);
        if (!(difference <= LOSS_TOLERANCE)) {
            throw new UserError("expected the same first loss within " + LOSS_TOLERANCE + " of both networks, found "
                    + own + " here and " + other + " in Python");
        }
        return difference;
    }

    private SpeedReport.Turn turn(Contender contender, StepTask task) {
        Contender.Timing timing = contender.run(stepsPerTurn);
        double images = (double) task.images() * stepsPerTurn;
        return new SpeedReport.Turn(images / timing.seconds(), images / timing.processorSeconds());
    }
}
