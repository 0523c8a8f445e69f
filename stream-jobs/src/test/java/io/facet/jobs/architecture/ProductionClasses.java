package io.facet.jobs.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Main classes only, whether a module comes as a folder of classes or as a jar, and no fixtures of other modules. */
final class ProductionClasses implements ImportOption {
    @Override
    public boolean includes(Location location) {
        return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
}
