/** Ports on this machine, for the servers that Facet starts here. */
package io.facet.jobs.net;
