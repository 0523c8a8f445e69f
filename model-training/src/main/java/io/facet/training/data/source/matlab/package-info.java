/** Files of MATLAB, which some sets keep their labels in: version 5, and version 7.3, which is HDF5. */
package io.facet.training.data.source.matlab;
