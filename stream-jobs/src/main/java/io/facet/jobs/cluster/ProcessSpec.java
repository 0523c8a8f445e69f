package io.facet.jobs.cluster;

import java.nio.file.Path;
import java.util.List;

/**
 * One Java program to start.
 *
 * @param name unique in the cluster; names its log files
 * @param incarnation differs at each start under the same name
 */
record ProcessSpec(
        String name,
        String incarnation,
        List<Path> classPath,
        List<String> jvmOptions,
        String mainClass,
        List<String> arguments) {

    ProcessSpec {
        classPath = List.copyOf(classPath);
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
    }
}
