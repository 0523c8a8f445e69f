package io.facet.training.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;

import io.facet.training.engine.Backend;
import io.facet.training.engine.Learner;
import io.facet.training.tensor.Program;

/**
 * The trainer's own steps. Owns the learner's native memory; the backend stays open.
 *
 * @param <T> the backend's tensor
 */
final class JavaContender<T> implements Contender {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final StepTask task;
    private final Learner<T> learner;
    private final String description;

    JavaContender(Backend<T> backend, StepTask task) {
        this.task = task;
        this.description = backend.description();
        this.learner = Learner.start(
                backend, task.objective(), task.objective().parameters(), task.initial(), task.optimizer());
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Timing run(int steps) {
        List<Double> losses = new ArrayList<>();
        long begun = System.nanoTime();
        long worked = SYSTEM.getProcessCpuTime();
        for (int i = 0; i < steps; i++) {
            losses.add(step());
        }
        return new Timing((System.nanoTime() - begun) / 1e9, (SYSTEM.getProcessCpuTime() - worked) / 1e9, losses);
    }

    private double step() {
        double loss = learner.accumulate(task.batch(), 1).get(Program.LOSS);
        learner.update(task.rate());
        task.objective().afterUpdate(learner);
        return loss;
    }

    @Override
    public void close() {
        learner.close();
    }
}
