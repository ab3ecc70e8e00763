"""What it costs: vocabulary, bill of quantities, network and routes."""
