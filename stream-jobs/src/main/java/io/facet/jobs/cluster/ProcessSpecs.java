package io.facet.jobs.cluster;

import java.util.ArrayList;
import java.util.List;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/** Which program each process of a cluster is, with its flags. */
final class ProcessSpecs {

    static final String KAFKA = "kafka";
    static final String JOB_MANAGER = "jobmanager";
    static final String TASK_MANAGER_PREFIX = "taskmanager-";

    private final ClusterLayout layout;
    private final ClusterConfig config;
    private final Distribution distribution;
    private final NativeLibraries natives;

    ProcessSpecs(ClusterLayout layout, ClusterConfig config, Distribution distribution, NativeLibraries natives) {
        this.layout = layout;
        this.config = config;
        this.distribution = distribution;
        this.natives = natives;
    }

    /** All names of a cluster, in the order in which they start. */
    static List<String> names(int taskManagers) {
        List<String> names = new ArrayList<>(List.of(KAFKA, JOB_MANAGER));
        for (int number = 1; number <= taskManagers; number++) {
            names.add(TASK_MANAGER_PREFIX + number);
        }
        return names;
    }

    ProcessSpec of(String name, String incarnation) {
        return switch (name) {
            case KAFKA -> broker(incarnation);
            case JOB_MANAGER -> jobManager(incarnation);
            default -> taskManager(name, incarnation);
        };
    }

    /** The id under which the JobManager knows a TaskManager; a restarted one is another to it. */
    static String resourceId(String name, String incarnation) {
        return name + "-" + incarnation;
    }

    private ProcessSpec broker(String incarnation) {
        List<String> options = common(KAFKA);
        options.addAll(List.of("-Xms256m", "-Xmx512m", "-Dkafka.logs.dir=" + layout.logs()));
        return new ProcessSpec(
                KAFKA,
                incarnation,
                distribution.broker(),
                options,
                "kafka.Kafka",
                List.of(config.serverProperties().toString()));
    }

    private ProcessSpec jobManager(String incarnation) {
        Configuration flink = config.flink();
        JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(flink);
        List<String> options = common(JOB_MANAGER);
        options.addAll(words(JobManagerProcessUtils.generateJvmParametersStr(memory, flink)));
        List<String> arguments = configuration();
        arguments.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
        return new ProcessSpec(
                JOB_MANAGER,
                incarnation,
                distribution.flink(),
                options,
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                arguments);
    }

    private ProcessSpec taskManager(String name, String incarnation) {
        TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(config.flink());
        List<String> options = common(name);
        options.addAll(natives.jvmOptions());
        options.addAll(words(ProcessMemoryUtils.generateJvmParametersStr(memory)));
        List<String> arguments = configuration();
        arguments.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
        arguments.addAll(dynamic(TaskManagerOptions.TASK_MANAGER_RESOURCE_ID.key(), resourceId(name, incarnation)));
        return new ProcessSpec(
                name,
                incarnation,
                distribution.flink(),
                options,
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                arguments);
    }

    private List<String> common(String name) {
        return new ArrayList<>(List.of(
                "-XX:+UseG1GC",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + layout.temporary(),
                "-Dlog.file=" + ProcessTable.log(layout, name),
                "-Dlog4j2.configurationFile=" + config.logging().toUri()));
    }

    private List<String> configuration() {
        return new ArrayList<>(List.of("--configDir", layout.conf().toString()));
    }

    private static List<String> dynamic(String key, String value) {
        return List.of("-D", key + "=" + value);
    }

    private static List<String> words(String options) {
        return options.isBlank() ? List.of() : List.of(options.strip().split("\\s+"));
    }
}
