#include "runtime/cli/command_line.hpp"

int main(int argc, char** argv) { return troupe::cli::command_line(argc, argv); }
