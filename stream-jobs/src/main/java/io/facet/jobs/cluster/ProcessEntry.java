package io.facet.jobs.cluster;

import java.nio.file.Path;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A process that was started: kept in a file, so that a later command finds it.
 *
 * <p>A process id alone is not proof, since the system uses ids again. The start command of ours carries a marker with
 * folder, name and incarnation.
 *
 * @param name unique in the cluster
 * @param incarnation differs at each start under the same name
 * @param pid the system's process id
 */
record ProcessEntry(String name, String incarnation, long pid) {

    static String marker(Path root, String name, String incarnation) {
        return "-Dfacet.cluster.process=" + root + "#" + name + "#" + incarnation;
    }

    /** The living process, if it lives and is ours. */
    Optional<ProcessHandle> handle(Path root) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .commandLine()
                        .filter(command -> command.contains(marker(root, name, incarnation)))
                        .isPresent());
    }

    @JsonIgnore
    boolean isTaskManager() {
        return name.startsWith(ProcessSpecs.TASK_MANAGER_PREFIX);
    }

    boolean isAlive(Path root) {
        return handle(root).isPresent();
    }

    /**
     * Whether the process is gone, or its number somebody else's. Not the opposite of {@link #isAlive}: a process that is
     * just being started has no command line for a moment, and has not ended.
     */
    boolean hasEnded(Path root) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info()
                        .commandLine()
                        .filter(command -> !command.contains(marker(root, name, incarnation)))
                        .isPresent())
                .orElse(true);
    }
}
